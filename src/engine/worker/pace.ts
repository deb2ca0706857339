/**
 * How much to ask of the device at once, and how long the rest will take.
 *
 * The device works behind the program's back. Too little in its queue and it idles between steps; too much and Stop comes late. So
 * batches go out in portions of about 50 ms, with one more portion queued while the first is read back; when a single batch takes longer
 * than that, one at a time.
 */
const PORTION_MILLISECONDS = 50
const LARGEST_PORTION = 256

export interface Pace {
  /** Batches to queue before the next read. */
  readonly portion: number
  /** Portions that may be queued and not yet read. */
  readonly depth: number
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
  let imageMilliseconds: number | undefined
  // The first step compiles the device's programs: it says nothing of the later ones.
  let warm = false

  const blend = (old: number | undefined, fresh: number): number =>
    old === undefined ? fresh : 0.8 * old + 0.2 * fresh

  return {
    get portion() {
      if (stepMilliseconds === undefined) return 1
      return Math.min(LARGEST_PORTION, Math.max(1, Math.floor(PORTION_MILLISECONDS / stepMilliseconds)))
    },
    get depth() {
      return stepMilliseconds === undefined || stepMilliseconds > PORTION_MILLISECONDS ? 1 : 2
    },
    get imagesPerSecond() {
      return imageMilliseconds ? 1000 / imageMilliseconds : 0
    },
    did(steps, images) {
      const elapsed = now() - last
      last += elapsed
      if (warm) stepMilliseconds = blend(stepMilliseconds, elapsed / steps)
      imageMilliseconds =
        warm && imageMilliseconds !== undefined ? blend(imageMilliseconds, elapsed / images) : elapsed / images
      warm = true
    },
    restart() {
      last = now()
    },
  }
}
