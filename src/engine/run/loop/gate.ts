/**
 * What Pause closes and Resume opens: the run loop looks at it before every batch. A new learning rate goes through it, too, Step lets one
 * batch pass, and by it the loop knows whether somebody watches the inside of the model.
 */
import type { RunPlace } from '../../protocol/run'

interface RateSet {
  /** The steps that were queued when it was set: it counts from the next one on. */
  readonly place: RunPlace
  readonly learningRate: number
  /** What was said of it. */
  readonly message: string
  /** A checkpoint holds it: who goes on from there is not told again. */
  isSaved: boolean
}

export interface Gate {
  readonly closed: boolean
  close(): void
  open(): void
  /** Closes it, and lets the next batch of training pass with all that comes before it. */
  step(): void
  /** Whether a batch may pass though the gate is closed. */
  readonly letsPass: boolean
  /** Whether a batch was to pass by itself, once: it is then on its way. */
  takeStep(): boolean
  /** Whether somebody watches the inside of the model. */
  readonly watches: boolean
  watch(watches: boolean): void
  /** Hands in a learning rate, and wakes whoever waits. */
  handRate(learningRate: number): void
  /** The learning rate that was handed in last, once. */
  takeRate(): number | undefined
  /** All that were taken, in order. They outlive a lost device. */
  readonly ratesSet: RateSet[]
  /** Resolves when the gate is open or lets a batch pass, the signal is aborted, or a rate is handed in. */
  passable(signal: AbortSignal): Promise<void>
}

export function createGate(): Gate {
  let closed = false
  let stepping = false
  let handed: number | undefined
  let watches = false
  const waiting = new Set<() => void>()
  const wake = (): void => {
    for (const pass of [...waiting]) pass()
  }
  return {
    ratesSet: [],
    get closed() {
      return closed
    },
    close() {
      closed = true
    },
    open() {
      closed = false
      stepping = false
      wake()
    },
    step() {
      closed = true
      stepping = true
      wake()
    },
    get letsPass() {
      return stepping
    },
    takeStep() {
      const taken = stepping
      stepping = false
      return taken
    },
    get watches() {
      return watches
    },
    watch(now) {
      watches = now
    },
    handRate(learningRate) {
      handed = learningRate
      wake()
    },
    takeRate() {
      const taken = handed
      handed = undefined
      return taken
    },
    passable(signal) {
      if (!closed || stepping || signal.aborted || handed !== undefined) return Promise.resolve()
      return new Promise((resolve) => {
        const pass = (): void => {
          waiting.delete(pass)
          signal.removeEventListener('abort', pass)
          resolve()
        }
        waiting.add(pass)
        signal.addEventListener('abort', pass)
      })
    },
  }
}
