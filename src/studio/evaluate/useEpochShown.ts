/**
 * Which epoch's look at the validation images is shown, until a person moves to another: the newest, or of a run that has ended the one whose
 * weights the model has.
 */
import { useMemo, useState } from 'react'
import type { Confusion } from '../../model/metrics/confusion'
import { matrixOf } from '../../runs/matrices'
import { useRunEpochs, useRunMatrices, useSession } from '../../store/hooks'

/** What changed cells are marked against. */
export type Since = 'none' | 'previous' | 'first'

export interface EpochShown {
  /** Epochs whose matrices are kept, rising. */
  readonly epochs: readonly number[]
  /** Its place among them. */
  readonly at: number
  readonly epoch: number
  readonly accuracy: number | undefined
  readonly confusion: Confusion
  readonly since: Since
  /** What changed cells are marked against. */
  readonly before: { readonly epoch: number; readonly confusion: Confusion } | undefined
  /** To the newest, and it is followed from then on. */
  moveTo(at: number): void
  markSince(since: Since): void
}

/** Undefined before two epochs have ended: there is nothing to move between. */
export function useEpochShown(): EpochShown | undefined {
  const runId = useSession(({ run }) => (run.state.status === 'idle' ? undefined : run.state.runId))
  const matrices = useRunMatrices()
  const ended = useRunEpochs()
  const weightsOf = useSession(({ run }) => (run.state.status === 'done' ? run.state.weightsOf : undefined))
  const [chosen, setChosen] = useState<{ readonly runId: number | undefined; readonly epoch: number | 'newest' }>()
  const [since, markSince] = useState<Since>('none')
  const { epochs = [] } = matrices ?? {}
  const at = findPlace(epochs, chosen && chosen.runId === runId ? chosen.epoch : undefined, weightsOf)
  const epoch = epochs[at]
  const beforeEpoch = since === 'none' || at === 0 ? undefined : since === 'first' ? epochs[0] : epochs[at - 1]
  const confusion = useMemo(() => matrices && epoch !== undefined && matrixOf(matrices, epoch), [matrices, epoch])
  const before = useMemo(() => {
    const then = matrices && beforeEpoch !== undefined && matrixOf(matrices, beforeEpoch)
    return then ? { epoch: beforeEpoch, confusion: then } : undefined
  }, [matrices, beforeEpoch])
  if (epochs.length < 2 || epoch === undefined || !confusion) return undefined
  return {
    epochs,
    at,
    epoch,
    accuracy: ended.find((each) => each.epoch === epoch)?.validation?.accuracy,
    confusion,
    since,
    before,
    moveTo: (to) => setChosen({ runId, epoch: to >= epochs.length - 1 ? 'newest' : epochs[to]! }),
    markSince,
  }
}

/**
 * @param chosen by a person.
 * @param weightsOf the epoch whose weights the model has, where that is not the last.
 */
export function findPlace(
  epochs: readonly number[],
  chosen: number | 'newest' | undefined,
  weightsOf: number | undefined,
): number {
  const newest = epochs.length - 1
  if (chosen === 'newest') return newest
  if (chosen !== undefined) return nearest(epochs, chosen)
  const ofModel = weightsOf === undefined ? -1 : epochs.indexOf(weightsOf)
  return ofModel < 0 ? newest : ofModel
}

/** Its place; of an epoch that is no longer kept, that of the nearest. */
function nearest(epochs: readonly number[], wanted: number): number {
  const distances = epochs.map((epoch) => Math.abs(epoch - wanted))
  return distances.indexOf(Math.min(...distances))
}
