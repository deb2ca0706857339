/** A device on paper: its work takes so long, and its readings come later, by a clock that a test drives. */
import { vi } from 'vitest'
import type { StepMetrics, Trainer } from '../../trainer'

export interface DeviceOnPaper {
  /** Milliseconds of work; of a step, also by when it begins. */
  readonly step: number | ((at: number) => number)
  readonly classification: number
  /** When what is done at a time can be read, in milliseconds. */
  readonly readAt: (done: number) => number
  /** The page's clock moves by so many milliseconds at a time; a clock that tells all is assumed where it is absent. */
  readonly resolution?: number
}

/** Every reading comes so long after its work. */
export const after =
  (latency: number) =>
  (done: number): number =>
    done + latency

/** The browser looks for ends of work every so many milliseconds. */
export const atPolls =
  (interval: number) =>
  (done: number): number =>
    Math.ceil(done / interval) * interval

export interface QueuedDevice {
  readonly trainer: Trainer
  /** Milliseconds since the beginning. */
  readonly clock: number
  /** Steps that were read, with the time of each reading. */
  readonly reads: readonly { readonly at: number; readonly steps: number }[]
  /** How often the clock moved on because nothing could be done but wait for a classification. */
  readonly waits: number
  /** The longest that work waited in the queue. */
  readonly longestQueue: number
  /** The most readings that were waited for at a time. */
  readonly mostReads: number
  /** Lets a run go on until it ends, and moves the clock whenever it waits. */
  drive<Result>(run: Promise<Result>): Promise<Result>
}

/** It takes over `performance.now` until mocks are restored. */
export function queueDevice({ step, classification, readAt, resolution }: DeviceOnPaper): QueuedDevice {
  let clock = 0
  let free = 0
  let lastRead = 0
  let activity = 0
  let longestQueue = 0
  let mostReads = 0
  let left = 0
  let unread: number[] = []
  let waits = 0
  const reads: { at: number; steps: number }[] = []
  const due: { readonly at: number; readonly tell: () => void; readonly classifies: boolean }[] = []
  vi.spyOn(performance, 'now').mockImplementation(() =>
    resolution === undefined ? clock : Math.floor(clock / resolution) * resolution,
  )

  const work = (milliseconds: number): void => {
    activity++
    free = Math.max(clock, free) + milliseconds
    longestQueue = Math.max(longestQueue, free - clock)
  }
  const read = <Result>(result: () => Result, classifies = false): Promise<Result> =>
    new Promise((resolve) => {
      activity++
      lastRead = Math.max(lastRead, readAt(free))
      due.push({ at: lastRead, tell: () => resolve(result()), classifies })
      mostReads = Math.max(mostReads, due.length)
    })

  const trainer: Trainer = {
    loadWeights: () => undefined,
    beginEpoch: (order) => void (left = order.length),
    setRates: () => undefined,
    trainBatches(atMost) {
      const count = Math.min(atMost, left)
      left -= count
      for (let i = 0; i < count; i++) work(typeof step === 'number' ? step : step(Math.max(clock, free)))
      unread.push(count)
      return count
    },
    readSteps() {
      const count = unread.reduce((sum, each) => sum + each, 0)
      unread = []
      return read(() => {
        reads.push({ at: clock, steps: count })
        return Array.from({ length: count }, (): StepMetrics => ({ images: 1, loss: 1, correct: 1 }))
      })
    },
    lookAtStep: () => Promise.reject(new Error('Nobody looks at its steps')),
    classify(rows) {
      work(classification)
      return read(
        () => ({ lossSum: rows.length, predicted: new Int32Array(rows.length), rank: new Int32Array(rows.length) }),
        true,
      )
    },
    readWeights: () => read(() => new Map()),
    saveState: () =>
      read(() => ({
        kind: 'compiled',
        weights: new Map(),
        moments: [],
        counters: { step: 0 },
        order: new Uint32Array(),
      })),
    restoreState: () => undefined,
    dispose: () => undefined,
  }

  return {
    trainer,
    reads,
    get clock() {
      return clock
    },
    get waits() {
      return waits
    },
    get longestQueue() {
      return longestQueue
    },
    get mostReads() {
      return mostReads
    },
    async drive(run) {
      const state = { over: false }
      const end = (): void => void (state.over = true)
      run.then(end, end)
      while (!state.over) {
        // Whatever can go on without waiting has gone on when nothing happens for some turns.
        for (let seen = -1; seen !== activity;) {
          seen = activity
          for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
        }
        const next = due.at(0)
        if (!next) continue
        if (next.classifies && next.at > clock) waits++
        clock = Math.max(clock, next.at)
        for (; due[0] && due[0].at <= clock; due.shift()) due[0].tell()
      }
      return run
    },
  }
}
