/** What the next run may begin with: new weights, or those of the model at hand. */
import type { DatasetSummary } from '../../engine/protocol/data'
import type { ModelSummary } from '../../engine/protocol/model'
import type { FirstModel } from '../../engine/protocol/run'
import { planInheritance, type Inheritance } from '../../model/graph/inherit'
import { layerNames } from '../../model/graph/names'
import { analyseStack } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { StudioDocument } from '../document/document'
import type { BeginWith, ModelPart } from '../session/modelPart'
import { isTraining } from '../session/runPart'
import type { Session } from '../session/session'
import { isOfRun } from './isOfRun'

/** What the layers at hand can take over from a model; nothing where no layer fits, or the layers have an error. */
export function findInheritance(
  stack: Stack,
  dataset: DatasetSummary | undefined,
  model: ModelSummary | undefined,
): Inheritance | undefined {
  if (!dataset || !model) return undefined
  const { height, width, channels, classes } = dataset
  const data = { height, width, channels, classes: classes.length }
  if (!analyseStack(stack, data).trainable) return undefined
  const inheritance = planInheritance({ stack, data, classes }, model)
  return inheritance.taken.length > 0 ? inheritance : undefined
}

/**
 * What the next run begins with: as a person chose. Until then, whoever opened the file of a model wants to train it, where all of its layers
 * fit, or all but the last, which other data change. Otherwise a run begins anew, as a run after a run does.
 */
export function beginsWith(
  { beginWith, source }: Pick<ModelPart, 'beginWith' | 'source'>,
  { taken, drawn }: Inheritance,
  stack: Stack,
): BeginWith {
  return beginWith ?? (source?.kind === 'file' && isWhole(taken, drawn, stack) ? 'model' : 'new')
}

function isWhole(taken: Inheritance['taken'], drawn: Inheritance['drawn'], stack: Stack): boolean {
  const [only, ...others] = drawn
  if (!only) return true
  const names = layerNames(stack)
  return others.length === 0 && taken.every((layer) => names.indexOf(layer) < names.indexOf(only.layer))
}

/** What the model at hand is called: by its file or its run. */
export function nameOfModel({ model, run }: Pick<Session, 'model' | 'run'>): string {
  if (model.source) return model.source.name
  return run.number !== undefined && isOfRun({ run, model }) ? `run ${run.number}` : 'the model at hand'
}

/** Whether it was opened from a file, which can be opened again. */
export function isFromFile({ source }: Pick<ModelPart, 'source'>): boolean {
  return source !== undefined && source.kind !== 'run'
}

/** The model that the next run, or a sweep before it, begins with; nothing where its first weights are drawn. */
export function firstModel({ stack }: StudioDocument, session: Session): FirstModel | undefined {
  const { model, data, run } = session
  if (!model.current || isTraining(run.state)) return undefined
  const inheritance = findInheritance(stack, data.dataset, model.current)
  if (!inheritance || beginsWith(model, inheritance, stack) === 'new') return undefined
  return { model: model.current.id, name: nameOfModel(session), isFile: isFromFile(model) }
}
