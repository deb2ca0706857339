/** Measures how long a run takes, without its pauses. */
export interface Stopwatch {
  readonly seconds: number
  pause(): void
  resume(): void
}

/** Runs at once. @param now a clock in milliseconds. @param seconds what it shows at first. */
export function createStopwatch(now: () => number, seconds = 0): Stopwatch {
  let before = 1000 * seconds
  let since: number | undefined = now()
  const milliseconds = (): number => before + (since === undefined ? 0 : now() - since)
  return {
    get seconds() {
      return milliseconds() / 1000
    },
    pause() {
      before = milliseconds()
      since = undefined
    },
    resume() {
      since ??= now()
    },
  }
}
