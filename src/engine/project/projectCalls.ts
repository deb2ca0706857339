/** The calls about project files. */
import type { SourceEntry } from '../../files/sourceEntry'
import { NO_DATA } from '../../model/dataChoices'
import type { TrainedModel } from '../../model/trainedModel'
import type { Datasets } from '../datasets/datasets'
import { CallFailure } from '../failures'
import type { HeldHistory } from '../history/heldHistory'
import type { HandlersOf, WorkerEvent } from '../protocol/messages'
import type { ProjectCalls, ProjectContents } from '../protocol/project'
import { createShelf, type Shelf } from '../shelf'
import type { TakeTurn } from '../turn'
import { openArchive, type Archive } from './archive'
import { lookAtProject } from './lookAtProject'
import { openProject } from './openProject'
import { writeProject } from './writeProject'

const OPENING = 'A project is being opened: wait until it is ready, or cancel.'

/** Milliseconds between two words on how far it is. */
const TELL_EVERY = 100

export interface ProjectParts {
  readonly datasets: Datasets
  readonly models: Shelf<TrainedModel>
  readonly history: HeldHistory
  readonly takeTurn: TakeTurn
  readonly emit: (event: WorkerEvent) => void
}

export interface ProjectRoom {
  readonly calls: HandlersOf<ProjectCalls>
  /** Looks into a file that was brought, and keeps it at hand until another comes. */
  look(entry: SourceEntry, signal: AbortSignal): Promise<{ readonly drop: number; readonly contents: ProjectContents }>
}

export function createProjectRoom({ datasets, models, history, takeTurn, emit }: ProjectParts): ProjectRoom {
  const looked = createShelf<{ readonly archive: Archive; readonly file: string }>(
    { things: 1, bytes: Infinity },
    () => 0,
  )

  const createTeller = (): ((done: number, total: number) => void) => {
    let told = -Infinity
    return (done, total) => {
      const now = performance.now()
      if (now - told < TELL_EVERY && done < total) return
      told = now
      emit({ type: 'projectProgress', done, total })
    }
  }

  const requireModel = (id: number): TrainedModel => {
    const model = models.get(id)
    if (model) return model
    throw new CallFailure('badInput', 'The trained model was let go to make room for newer ones: save without it.')
  }

  return {
    calls: {
      saveProject: (request, signal) => {
        const chosen = request.data.dataset === NO_DATA.dataset ? undefined : datasets.choose(request.data)
        const model = request.model === undefined ? undefined : requireModel(request.model)
        return writeProject({ request, chosen, model, history }, signal, createTeller())
      },

      openProject: (request, signal) =>
        takeTurn(OPENING, signal, async () => {
          const found = looked.get(request.drop)
          if (!found) throw new CallFailure('badModel', 'This file is not at hand any more: drop it again.')
          const { archive, file } = found
          const total = archive.bytesOf(request)
          const tell = createTeller()
          let done = 0
          const onBytes = (bytes: number): void => {
            done += bytes
            tell(Math.min(done, total), total)
          }
          return openProject(archive, file, request, { datasets, models, history }, { signal, onBytes })
        }),
    },

    async look(entry, signal) {
      const archive = await openArchive(entry, signal)
      const contents = await lookAtProject(archive, history, signal)
      const drop = looked.nextId()
      looked.put(drop, { archive, file: entry.path.slice(entry.path.lastIndexOf('/') + 1) })
      return { drop, contents }
    },
  }
}
