/** The calls about runs that go on after a reload: which there are, and how one comes back into the worker. */
import { isSameChoices, type DataChoices } from '../../model/dataChoices'
import { ProjectError } from '../../model/project'
import { isSameValue } from '../../model/sameValue'
import { titleOf, type RunSummary } from '../../runs/record'
import type { Datasets } from '../datasets/datasets'
import type { KeptDatasets } from '../datasets/keptDatasets'
import { CallFailure } from '../failures'
import { NoCheckpoints, type HeldCheckpoints } from '../history/heldCheckpoints'
import type { HeldHistory } from '../history/heldHistory'
import type { HandlersOf } from '../protocol/messages'
import type { StorageReport } from '../protocol/data'
import type { OpenedRun, ResumableRun, ResumeCalls } from '../protocol/resume'
import { digestOf } from '../../data/digest'
import type { EngineParts } from './engineParts'
import { readBrief, readCheckpoint, type CheckpointBrief, type KeptCheckpoint } from './keptCheckpoint'
import { epochOfModel, modelWeights } from './loop/care'
import { pruneCheckpoints, removeCheckpoints } from './pruneCheckpoints'
import { createRunRecorder } from './recordRun'
import type { RunShelf } from './runCalls'
import { shapeOf, summariseModel } from './summariseModel'

const OPENING = 'A run is being opened: wait until it is there.'
const DAMAGED = 'Its checkpoint is damaged in the browser’s storage: it can’t be resumed.'

export interface ResumeParts extends Pick<EngineParts, 'choose' | 'models' | 'numbers' | 'takeTurn'> {
  readonly datasets: Datasets
  readonly kept: KeptDatasets
  readonly history: HeldHistory
  readonly checkpoints: HeldCheckpoints
  readonly runs: RunShelf
}

export function createResumeCalls(parts: ResumeParts): HandlersOf<ResumeCalls> {
  const { datasets, kept, history, checkpoints, models, numbers, runs, takeTurn } = parts
  const listRuns = createRunList(parts)

  /** The data of a run: from the worker, or else from the browser's storage. */
  const bring = async (
    { dataset: { digest } }: CheckpointBrief,
    { ended }: KeptCheckpoint,
    signal: AbortSignal,
  ): Promise<{ readonly choices: DataChoices; readonly key?: string } | undefined> => {
    const held = await datasets.find(digest)
    if (held !== undefined) return { choices: { ...ended.choices, dataset: held } }
    const key = await kept.find(digest)
    if (key === undefined) return undefined
    const { choices } = await kept.open(key, signal)
    const same = { ...ended.choices, dataset: choices.dataset }
    return { choices: same, ...(isSameChoices(same, choices) && { key }) }
  }

  const open = async (run: number, runId: number, signal: AbortSignal): Promise<OpenedRun> => {
    const [listed] = await history.ask((all) => all.list([run]))
    if (!listed || 'problem' in listed.summary || listed.marks.deleted !== undefined)
      throw new CallFailure('badInput', `Run ${run} is no longer kept: it can’t be resumed.`)
    const release = await history.tryHold(run)
    if (!release)
      throw new CallFailure('badInput', `Run ${run} is being trained in another tab: wait until it has ended there.`)
    try {
      const contents = await checkpoints.ask((store) => store.open(run))
      const brief = readBrief(contents.brief)
      const isOf = brief && isCheckpointOf(brief, listed.summary.value)
      const read = isOf ? inWords(() => readCheckpoint(contents.rest, run)) : undefined
      if (!brief || !read) throw new CallFailure('badInput', DAMAGED)
      const brought = await bring(brief, read, signal)
      if (!brought) throw new CallFailure('badInput', `Bring the data of run ${run} first: ${sayData(brief)}.`)
      const { choices, key } = brought
      const { view } = datasets.choose(choices)
      const { stack, recipe, normalisation, checkpoint, data, seconds } = read.ended
      const shape = shapeOf(view)
      const model = {
        stack,
        data: shape,
        recipe,
        classes: data.classes,
        normalisation,
        weights: modelWeights(checkpoint, recipe),
      }
      const hasSameData = (await digestOf(view)) === data.digest && isSameValue(data.classes, view.classes)
      if (!hasSameData)
        throw new CallFailure('badInput', `The data are not those of run ${run} any more: it can’t be resumed.`)
      signal.throwIfAborted()

      const { place } = brief
      const { summary, details } = read.record
      const recorder = createRunRecorder(history, undefined, {
        snapshot: read.record,
        place,
        seconds,
        written: listed.summary.value.written,
      })
      const modelId = models.nextId()
      models.put(modelId, model)
      numbers.set(model, () => Promise.resolve(run))
      runs.put(runId, { ...read.ended, choices }, recorder)
      const { restored } = checkpoint.care
      const weightsOf = epochOfModel(checkpoint.care, place)
      const hasFinished = summary.state === 'finished'
      return {
        stack,
        recipe,
        data: choices,
        dataName: brief.dataset.name,
        ...(key !== undefined && { key }),
        place,
        seconds,
        details,
        model: summariseModel(modelId, { stack, data: shape, recipe, classes: data.classes }),
        ...(hasFinished && {
          finished: {
            ...(summary.stoppedEarly !== undefined && { early: summary.stoppedEarly }),
            ...(restored !== undefined && { restored }),
            ...(weightsOf !== undefined && { weightsOf }),
          },
        }),
      }
    } finally {
      release()
    }
  }

  return {
    resumableRuns: listRuns,
    openRun: ({ run, runId }, signal) => takeTurn(OPENING, signal, () => open(run, runId, signal)),
    async deleteCheckpoints({ runs: numbers }) {
      const held = await history.held()
      for (const run of numbers) if (!held.has(run)) await removeCheckpoints(checkpoints, history, run)
      history.tellChange(numbers)
    },
  }
}

function createRunList({ datasets, kept, history, checkpoints }: ResumeParts): () => Promise<readonly ResumableRun[]> {
  let pruning: Promise<void> | undefined
  return async () => {
    try {
      pruning ??= pruneCheckpoints(checkpoints, history, { keepsEnded: true }).catch(() => {
        // They take room, and do no harm: another tab, or a worker about to end, was at work on the same ones.
        pruning = undefined
      })
      await pruning
      // Asked first: a run that ends meanwhile has written so by the time that it is let go.
      const held = await history.held()
      const found = (await checkpoints.ask((store) => store.list())).filter(({ run }) => !held.has(run))
      if (found.length === 0) return []
      const listed = await history.ask((all) => all.list(found.map(({ run }) => run)))
      const resumable: ResumableRun[] = []
      for (const { number: run, summary, marks } of listed) {
        const each = found.find((checkpoint) => checkpoint.run === run)
        if (!each || 'problem' in summary || marks.deleted !== undefined) continue
        const head = { run, title: titleOf({ number: run, marks }), bytes: each.bytes }
        const brief = 'brief' in each ? readBrief(each.brief) : undefined
        if (brief && !isCheckpointOf(brief, summary.value)) continue
        if (!brief) {
          resumable.push({ ...head, problem: 'problem' in each ? each.problem : DAMAGED })
          continue
        }
        const { place, savedAt, dataset } = brief
        const { digest, ...described } = dataset
        const { state } = summary.value
        resumable.push({
          ...head,
          state: state === 'running' ? 'interrupted' : state,
          place,
          savedAt,
          dataset: described,
          hasData: (await datasets.find(digest)) !== undefined || (await kept.find(digest)) !== undefined,
        })
      }
      return resumable
    } catch (error) {
      // Without a storage there are none; what else is wrong with it is said where runs are kept.
      if (error instanceof CallFailure || error instanceof NoCheckpoints) return []
      throw error
    }
  }
}

/** A number alone tells no run: they begin anew where the browser has emptied its database. */
function isCheckpointOf(brief: CheckpointBrief, { number, started }: RunSummary): boolean {
  return brief.run === number && brief.started === started
}

/** What is kept of runs, and of their checkpoints, in numbers. */
export async function measureRuns({
  history,
  checkpoints,
}: Pick<ResumeParts, 'history' | 'checkpoints'>): Promise<Pick<StorageReport, 'runs' | 'checkpoints'>> {
  try {
    const all = await history.ask((kept) => kept.list())
    const weights = all.map(({ summary }) => ('value' in summary ? (summary.value.weightBytes ?? 0) : 0))
    const held = await history.held()
    const found = await checkpoints.ask((store) => store.list()).catch(() => [])
    return {
      ...(all.length > 0 && { runs: { count: all.length, weightBytes: weights.reduce((sum, each) => sum + each, 0) } }),
      ...(found.length > 0 && {
        checkpoints: {
          runs: found.flatMap(({ run }) => (held.has(run) ? [] : [run])),
          count: found.length,
          bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
        },
      }),
    }
  } catch (error) {
    if (error instanceof CallFailure) return {}
    throw error
  }
}

function sayData({ dataset: { name, images, height, width, classes } }: CheckpointBrief): string {
  const counted = (count: number): string => count.toLocaleString('en-US')
  return `“${name}”, ${counted(images)} images of ${height} × ${width} pixels in ${counted(classes)} classes`
}

function inWords<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw error instanceof ProjectError ? new CallFailure('badInput', error.message) : error
  }
}
