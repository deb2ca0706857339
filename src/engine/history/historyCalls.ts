/** The calls about runs that are kept. */
import { analyseStack } from '../../model/graph/shapes'
import { ProjectError } from '../../model/project'
import type { TrainedModel } from '../../model/trainedModel'
import { titleOf, type ListedRun, type RunDetails, type RunMarks } from '../../runs/record'
import { sayTrained } from '../../runs/sayTrained'
import type { KeptRun, KeptWeights } from '../../storage/runHistory'
import { CallFailure } from '../failures'
import type { HandlersOf } from '../protocol/messages'
import type { DeletedRun, HistoryCalls } from '../protocol/history'
import type { Shelf } from '../shelf'
import { DAY, type HeldHistory } from './heldHistory'
import { restoredModel } from './restoredModel'

export interface HistoryParts {
  readonly history: HeldHistory
  readonly models: Shelf<TrainedModel>
  readonly numbers: WeakMap<TrainedModel, () => Promise<number | undefined>>
}

export function createHistoryCalls({ history, models, numbers }: HistoryParts): HandlersOf<HistoryCalls> {
  const { ask, tellChange } = history
  return {
    async listRuns(request) {
      // Asked first: a run that ends meanwhile has written so by the time that it is let go.
      const held = await history.held()
      return ask(async (kept) => {
        const all = await kept.list(request?.numbers)
        return {
          runs: all.flatMap((run) => (run.marks.deleted === undefined ? [describe(run, held)] : [])),
          deleted: listDeleted(all),
          versions: await kept.versions(),
        }
      })
    },

    runDetails: ({ numbers }) =>
      ask((kept) =>
        Promise.all(
          numbers.map(async (number) => {
            const read = await kept.details(number)
            return 'value' in read ? { details: read.value } : { problem: read.problem }
          }),
        ),
      ),

    async markRuns({ numbers, change }) {
      await ask(async (kept) => {
        for (const number of numbers) await kept.mark(number, (marks) => ({ ...marks, ...change }))
      })
      tellChange(numbers)
    },

    async deleteRuns({ numbers, deleted }) {
      const now = Date.now()
      const change = (before: RunMarks): RunMarks => {
        const { deleted: _, ...marks } = before
        return deleted ? { ...marks, deleted: now } : marks
      }
      const letGo = deleted ? await holdAll(history, numbers) : []
      try {
        await ask(async (kept) => {
          for (const number of numbers) await kept.mark(number, change)
        })
      } finally {
        for (const release of letGo) release()
      }
      tellChange(numbers)
    },

    async registerModel({ run, model, note }) {
      const version = await ask((kept) => kept.register({ run, model, note, registered: Date.now() }))
      tellChange([run])
      return version
    },

    async restoreModel({ run }) {
      const [read, weights] = await ask((kept) => Promise.all([kept.details(run), kept.weights(run)]))
      if ('problem' in read) throw new CallFailure('badInput', read.problem)
      if (!weights) throw new CallFailure('badInput', `The weights of run ${run} are not kept: train it anew.`)
      const model = restore(read.value, weights)
      const id = models.nextId()
      models.put(id, model)
      numbers.set(model, () => Promise.resolve(run))
      const { stack, data, classes, recipe } = model
      const { parameters } = analyseStack(stack, data)
      return { id, stack, data, classes, parameters, ...(recipe && { recipe }) }
    },
  }
}

/**
 * Holds runs that are to be deleted, so that none of them goes on meanwhile. @returns what lets each of them go.
 * @throws CallFailure when one is being trained: then none is held.
 */
async function holdAll(history: HeldHistory, numbers: readonly number[]): Promise<readonly (() => void)[]> {
  const held = await history.held()
  const listed = await history.ask((kept) => kept.list(numbers.filter((number) => held.has(number))))
  const trained = listed.flatMap(({ number, summary }) =>
    'value' in summary && summary.value.state === 'running' ? [number] : [],
  )
  if (trained.length > 0) throw new CallFailure('badInput', sayTrained(trained))
  const letGo: (() => void)[] = []
  for (const number of numbers) {
    const release = await history.tryHold(number)
    if (release) {
      letGo.push(release)
      continue
    }
    for (const each of letGo) each()
    throw new CallFailure('badInput', sayTrained([number]))
  }
  return letGo
}

function listDeleted(all: readonly KeptRun[]): readonly DeletedRun[] {
  const now = Date.now()
  return all
    .flatMap(({ number, marks }) => {
      const { deleted } = marks
      if (deleted === undefined || deleted + DAY < now) return []
      return [{ number, title: titleOf({ number, marks }), deletedAt: deleted, until: deleted + DAY }]
    })
    .toSorted((one, other) => other.deletedAt - one.deletedAt || other.number - one.number)
}

function describe({ number, marks, summary }: KeptRun, held: ReadonlySet<number>): ListedRun {
  if ('problem' in summary) return { number, marks, problem: summary.problem }
  const { state } = summary.value
  const isLeft = state === 'running' && !held.has(number)
  return { number, marks, summary: summary.value, state: isLeft ? 'interrupted' : state }
}

/** @throws CallFailure when the layers can't be read, or the weights are not for them. */
function restore({ number, project, dataset }: RunDetails, kept: KeptWeights): TrainedModel {
  const { height, width, channels, classes } = dataset
  try {
    const data = { height, width, channels, classes: classes.length }
    const model = restoredModel({ project, data, classes }, kept)
    if (model) return model
  } catch (error) {
    throw error instanceof ProjectError ? new CallFailure('badInput', error.message) : error
  }
  throw new CallFailure('badInput', `The weights of run ${number} don’t fit its layers: train it anew.`)
}
