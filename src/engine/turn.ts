/**
 * One long piece of work at a time: a second one is refused, unless the first was cancelled and only has to wind up, or gives way to all
 * others.
 */
import { CallFailure } from './failures'

/** For whoever is refused while data are being read. */
export const READING = 'Images are being read: wait until they are ready, or cancel.'

interface Work {
  /** One sentence for whoever is refused. */
  readonly refusal: string
  readonly signal: AbortSignal
  readonly done: Promise<unknown>
  /** Cancels it. Absent where others have to wait. */
  readonly giveWay?: (() => void) | undefined
}

/** @param giveWay cancels the work when other work comes. Absent where others have to wait. */
export type TakeTurn = <Result>(
  refusal: string,
  signal: AbortSignal,
  work: () => Promise<Result>,
  giveWay?: () => void,
) => Promise<Result>

/**
 * Work that gives way to all other.
 * @throws CallFailure with code `aborted` when it did.
 */
export async function takeLowTurn<Result>(
  takeTurn: TakeTurn,
  refusal: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const yielding = new AbortController()
  const either = AbortSignal.any([signal, yielding.signal])
  try {
    return await takeTurn(
      refusal,
      either,
      () => work(either),
      () => yielding.abort(),
    )
  } catch (error) {
    if (yielding.signal.aborted) throw new CallFailure('aborted', 'Other work came first.')
    throw error
  }
}

export function createTurns(): TakeTurn {
  let current: Work | undefined
  return async (refusal, signal, work, giveWay) => {
    while (current) {
      current.giveWay?.()
      if (!current.signal.aborted) throw new CallFailure('busy', current.refusal)
      await current.done
    }
    const result = work()
    current = { refusal, signal, done: result.catch(() => undefined), giveWay }
    try {
      return await result
    } finally {
      current = undefined
    }
  }
}
