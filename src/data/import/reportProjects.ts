/** Reports Teachable Machine's projects. */
import { counted, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { fail, type Import } from './currentImport'
import type { Recognised } from './recognise'
import type { Project } from './teachableMachine'

/** The files without the projects' manifests. */
export function withoutManifests(found: Recognised, projects: readonly Project[]): Recognised {
  const manifests = new Set(projects.map(({ entry }) => entry))
  return { ...found, others: found.others.filter(({ entry }) => !manifests.has(entry)) }
}

export function reportProject(current: Import, { entry, type, recipe }: Project): void {
  if (type !== 'image' && type !== 'pose') {
    const message = `${entry.archive ?? entry.path} is a Teachable Machine project of ${quoted(type)}, and Strata trains on images.`
    current.report.add(entry, 'Teachable Machine project', message, false)
    fail(current, new ImportError(message))
    return
  }
  const outcome =
    recipe === undefined
      ? 'says nothing of training'
      : `${counted(recipe.epochs, 'epochs')}, ${counted(recipe.batchSize, 'images')} a step, learning rate ${recipe.learningRate}`
  current.report.add(entry, 'Teachable Machine project', outcome, recipe !== undefined)
}
