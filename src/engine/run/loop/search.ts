/**
 * Finds what a device does in a second, and how long after its work a reading comes.
 *
 * Neither can be read from the clock alone: a reading that comes after 20 ms may stand for 20 ms of work or for none. So both are found as a
 * network's bandwidth and its round trip are found by BBR (Cardwell et al., “BBR: Congestion-Based Congestion Control”, ACM Queue 14(5),
 * 2016). More and more steps are queued until the device does no more of them in a second: that rate is its own. What a round trip took
 * while the device ran dry, less the work in it, is the latency. Where the first round trip takes more than half of the work that may be
 * queued, all of it is taken for work: a second step could be too much.
 */

/** How much more is queued from one trial to the next. */
export const GROWTH = 4
/** A rate that is larger by this tells that the device had run dry before. */
export const NOTABLE = 1.25
/** Readings within this share of a round trip come at once: where a browser looks for ends of work rarely, it finds many. */
const AT_ONCE = 0.1

/** Steps that were queued as one piece of work. */
export interface Portion {
  readonly steps: number
  /** In milliseconds, as all times here. */
  readonly queuedAt: number
}

export interface Capacity {
  /** What a step takes the device. */
  readonly stepMilliseconds: number
  /** From the end of a portion's work to its reading; absent when the device never ran dry. */
  readonly latency?: number
}

export interface Search {
  /** Steps that are to be queued. */
  readonly window: number
  /** Takes a portion that was read. @returns what was found, once it is. */
  read(portion: Portion, at: number): Capacity | undefined
}

/** Round trips, from queueing to reading, and the steps in them: sums. */
interface Trips {
  count: number
  milliseconds: number
  steps: number
}

interface Trial {
  readonly window: number
  /** Portions that were queued from here on tell something. */
  from: number
  /** How many steps had been read when a whole round trip with this window was over, and counting began. */
  start?: { readonly at: number; readonly done: number }
  /** Whether a portion was read that tells something. */
  heard: boolean
  /** Whether the same window was tried before, and the rate had not grown. */
  readonly again: boolean
  readonly trips: Trips
}

/**
 * @param first steps to begin with. With one, the device runs dry at first, and the latency is found for certain.
 * @param now in milliseconds. @param most milliseconds of work that may be queued.
 */
export function createSearch(first: number, now: number, most: number): Search {
  const begin = (window: number, from: number, again = false): Trial => {
    return { window, from, heard: false, again, trips: { count: 0, milliseconds: 0, steps: 0 } }
  }
  let trial = begin(first, now)
  /** Steps a millisecond, in the trial before. */
  let rate = 0
  /** Of a device that ran dry, or that may have. */
  let dry: Trips | undefined = undefined
  let perhapsDry: Trips | undefined = undefined
  let done = 0
  let burst = { began: now, ended: now }

  const conclude = (measured: number, at: number): Capacity | undefined => {
    const { window, trips } = trial
    const grew = measured > NOTABLE * rate
    if (grew) [dry, perhapsDry] = [perhapsDry, trips]
    const next = Math.min(GROWTH * window, Math.floor(most * measured))
    if (grew && next > window) {
      rate = measured
      trial = begin(next, at)
      return undefined
    }
    // Where readings come at odd times, one trial may say anything.
    if (!grew && !trial.again) {
      trial = begin(window, at, true)
      return undefined
    }
    const stepMilliseconds = 1 / Math.max(measured, rate)
    const told = dry ?? (first === 1 ? perhapsDry : undefined)
    return told
      ? { stepMilliseconds, latency: Math.max(0, (told.milliseconds - told.steps * stepMilliseconds) / told.count) }
      : { stepMilliseconds }
  }

  /** All that came at once is read. */
  const endBurst = (at: number): Capacity | undefined => {
    if (!trial.heard) return undefined
    trial.heard = false
    const { start } = trial
    // A coarse clock may show the end of two bursts as one time: then the next one tells.
    if (start && burst.ended <= start.at) return undefined
    if (start) return conclude((done - start.done) / (burst.ended - start.at), at)
    trial.start = { at: burst.ended, done }
    trial.from = burst.ended
    return undefined
  }

  return {
    get window() {
      return trial.window
    },
    read({ steps, queuedAt }, at) {
      const milliseconds = at - queuedAt
      let found: Capacity | undefined
      if (at - burst.began > AT_ONCE * milliseconds) {
        found = endBurst(at)
        burst = { began: at, ended: at }
      } else burst.ended = at
      done += steps
      if (queuedAt >= trial.from) {
        trial.heard = true
        trial.trips.count++
        trial.trips.milliseconds += milliseconds
        trial.trips.steps += steps
      }
      return found
    },
  }
}
