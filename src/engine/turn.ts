/** One long piece of work at a time: a second one is refused, unless the first was cancelled and only has to wind up. */
import { CallFailure } from './failures'

/** For whoever is refused while data are being read. */
export const READING = 'Images are being read: wait until they are ready, or cancel.'

interface Work {
  /** One sentence for whoever is refused. */
  readonly refusal: string
  readonly signal: AbortSignal
  readonly done: Promise<unknown>
}

export type TakeTurn = <Result>(refusal: string, signal: AbortSignal, work: () => Promise<Result>) => Promise<Result>

export function createTurns(): TakeTurn {
  let current: Work | undefined
  return async (refusal, signal, work) => {
    while (current) {
      if (!current.signal.aborted) throw new CallFailure('busy', current.refusal)
      await current.done
    }
    const result = work()
    current = { refusal, signal, done: result.catch(() => undefined) }
    try {
      return await result
    } finally {
      current = undefined
    }
  }
}
