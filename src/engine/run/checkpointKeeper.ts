/**
 * Keeps the checkpoints of a run in the browser's own storage, beside the run: nothing waits for it. Of checkpoints that come faster than they
 * are written, the newest is. Where the storage has no room, one sentence says so, and the run goes on without. What fails otherwise is said too,
 * and the next checkpoint is tried.
 */
import { breathe } from '../../common/breathe'
import { describeFailure } from '../failures'
import { NoCheckpoints, type HeldCheckpoints } from '../history/heldCheckpoints'
import type { HeldHistory } from '../history/heldHistory'
import type { RunPlace } from '../protocol/run'
import { NoRoom } from '../../storage/folders'
import type { EndedRun } from './endedRun'
import { writeCheckpoint, type CheckpointBrief } from './keptCheckpoint'
import { pruneCheckpoints } from './pruneCheckpoints'
import type { RecordSnapshot, RunRecorder } from './recordRun'

/** Milliseconds between two writings, at least: epochs can be short. */
const WRITE_EVERY = 1000

/** A writing waits for so many times as long as the one before took, but for a minute at most, which is all that may be lost. */
const REST = 50
const LONGEST_REST = 60_000

export interface CheckpointKeeper {
  /** A place that the run came to. */
  save(ended: EndedRun, place: RunPlace): void
  /** Where the run ended; nothing where it can't go on, and its checkpoints go. Resolves when that is kept. */
  end(ended: EndedRun | undefined, place: RunPlace | undefined): Promise<void>
}

export interface KeeperParts {
  readonly checkpoints: HeldCheckpoints
  readonly history: HeldHistory
  readonly recorder: RunRecorder
  /** The digest of the images as they were read. */
  readonly source: Promise<string>
  /** Milliseconds between two writings. */
  readonly writeEvery?: number
}

interface Pending {
  readonly ended: EndedRun
  readonly place: RunPlace
  readonly record: RecordSnapshot
}

export function createCheckpointKeeper({
  checkpoints,
  history,
  recorder,
  source,
  writeEvery = WRITE_EVERY,
}: KeeperParts): CheckpointKeeper {
  let pending: Pending | undefined
  let work: Promise<void> | undefined
  /** Nothing more is tried where there is no storage, or no room in it. */
  let isRefused = false
  let isTold = false
  let isOver = false
  /** When the next may be written. */
  let due = -Infinity
  let wake = (): void => undefined

  const take = (ended: EndedRun, place: RunPlace): void => {
    const record = recorder.snapshot()
    if (record) pending = { ended, place, record }
  }

  const takePending = (): Pending | undefined => {
    const taken = pending
    pending = undefined
    return taken
  }

  const write = async (run: number, { ended, place, record }: Pending): Promise<void> => {
    const { dataset } = record.details
    const images = Object.values(dataset.perClass)
      .flat()
      .reduce((sum, count) => sum + count, 0)
    const brief: CheckpointBrief = {
      run,
      started: record.summary.started,
      savedAt: Date.now(),
      place,
      dataset: {
        name: dataset.name,
        images,
        height: dataset.height,
        width: dataset.width,
        classes: dataset.classes.length,
        digest: await source,
      },
    }
    const { summary, details } = record
    const parts = writeCheckpoint({
      ended,
      record: { summary: { ...summary, number: run }, details: { ...details, number: run } },
    })
    const isKept = await checkpoints.ask(async (store) => {
      try {
        await store.write(run, brief, parts)
        return true
      } catch (error) {
        if (error instanceof NoRoom) return false
        throw error
      }
    })
    if (isKept) return
    // Those of runs that have ended make room.
    await pruneCheckpoints(checkpoints, history, { keepsEnded: false, except: run })
    try {
      await checkpoints.ask((store) => store.write(run, brief, parts))
    } catch (error) {
      isRefused = true
      throw error
    }
  }

  /** Once: what fails may fail with each checkpoint. */
  const tellOfFailure = (error: unknown): void => {
    if (isTold) return
    isTold = true
    const goesOn = isRefused
      ? 'The run goes on without: what it learns from now on is lost with the page.'
      : 'The run goes on, and its next checkpoint is tried.'
    history.tellTrouble(`${describeFailure(error, NEVER).message} ${goesOn}`)
  }

  const rest = async (): Promise<void> => {
    const wait = due - performance.now()
    if (isOver || wait <= 0) return breathe()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  const writeAll = async (): Promise<void> => {
    while (pending && !isRefused) {
      const run = await recorder.number()
      await rest()
      const latest = takePending()
      // A run that can't go on has taken it back meanwhile.
      if (run === undefined || !latest) return
      const began = performance.now()
      try {
        await write(run, latest)
      } catch (error) {
        if (error instanceof NoCheckpoints) isRefused = true
        else tellOfFailure(error)
      }
      const now = performance.now()
      due = now + Math.max(writeEvery, Math.min(LONGEST_REST, REST * (now - began)))
    }
  }

  const goOn = (): void => {
    if (!pending || isRefused) return
    work ??= writeAll().finally(() => {
      work = undefined
      goOn()
    })
  }

  return {
    save(ended, place) {
      if (isOver) return
      take(ended, place)
      goOn()
    },
    async end(ended, place) {
      isOver = true
      wake()
      if (ended && place) take(ended, place)
      else pending = undefined
      await work
      goOn()
      await work
      const run = await recorder.number()
      if (run === undefined) return
      try {
        await checkpoints.ask((store) => (ended ? store.trim(run) : store.remove(run)))
        await pruneCheckpoints(checkpoints, history, { keepsEnded: true })
      } catch {
        // They take room, and do no harm.
      }
    },
  }
}

const NEVER = new AbortController().signal
