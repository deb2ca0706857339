/**
 * How much to ask of the device at once, and how fast it is.
 *
 * The device works behind the program's back. Too little in its queue and it idles between steps; too much and Stop comes late. So
 * batches go out in portions of about 50 ms, with one more portion queued while the first is read back; when a single batch takes longer
 * than that, one at a time.
 */
const PORTION_MILLISECONDS = 50
const LARGEST_PORTION = 256
/** Speeds are averaged over about this long. */
const MEMORY_MILLISECONDS = 2000

export interface Pace {
  /** Batches to queue before the next read. */
  readonly portion: number
  /** Portions that may be queued and not yet read. */
  readonly depth: number
  /** 0 until something was done. */
  readonly imagesPerSecond: number
  /** Tells what the device has just done: steps and images since the last call, or since `restart`. */
  did(steps: number, images: number): void
  /** Begins the clock anew after something that was not training. */
  restart(): void
}

/** @param now a clock in milliseconds. */
export function createPace(now: () => number): Pace {
  let last = now()
  let stepMilliseconds: number | undefined
  let imageMilliseconds = 0
  let cold = true

  return {
    get portion() {
      if (stepMilliseconds === undefined) return 1
      return Math.min(LARGEST_PORTION, Math.max(1, Math.floor(PORTION_MILLISECONDS / stepMilliseconds)))
    },
    get depth() {
      return stepMilliseconds === undefined || stepMilliseconds > PORTION_MILLISECONDS ? 1 : 2
    },
    get imagesPerSecond() {
      return imageMilliseconds > 0 ? 1000 / imageMilliseconds : 0
    },
    did(steps, images) {
      const elapsed = now() - last
      last += elapsed
      if (cold) {
        // The first step compiles the device's programs: its time says nothing of the next.
        cold = false
        imageMilliseconds = elapsed / images
        return
      }
      const share = stepMilliseconds === undefined ? 1 : 1 - Math.exp(-elapsed / MEMORY_MILLISECONDS)
      stepMilliseconds = (stepMilliseconds ?? 0) * (1 - share) + (elapsed / steps) * share
      imageMilliseconds = imageMilliseconds * (1 - share) + (elapsed / images) * share
    },
    restart() {
      last = now()
    },
  }
}
