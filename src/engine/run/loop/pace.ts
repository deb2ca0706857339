/**
 * How much work to give the device at once, and how fast it is.
 *
 * The device works on while the program goes on. To it, a portion of batches is one piece of work, and the page's frames wait until it is
 * done. So a portion is sized to take about 12 ms, as measured. With too few portions in the queue, the device idles while one is read
 * back. With too many, Stop comes late. So three are queued, or fewer when three would take more than 100 ms.
 */
const PORTION_MILLISECONDS = 12
const QUEUE_MILLISECONDS = 100
const MOST_PORTIONS = 3
const LARGEST_PORTION = 256
/** A measurement fades over about this long. */
const PORTION_MEMORY = 2000
const SPEED_MEMORY = 10_000
/** A measurement that took less than this says little. */
const SOUND_MILLISECONDS = 500

export interface Pace {
  /** Batches to queue before the next read. */
  readonly portion: number
  /** Portions that may be queued and not yet read. */
  readonly depth: number
  /** Milliseconds a training image; undefined until enough were measured. */
  readonly imageMilliseconds: number | undefined
  /** Reports the steps and images that the device has done since the last call, or since `restart`. */
  did(steps: number, images: number): void
  /** Begins the clock anew after something that is not to count. */
  restart(): void
}

/** @param now a clock in milliseconds. */
export function createPace(now: () => number): Pace {
  const steps = createMeter(PORTION_MEMORY)
  const images = createMeter(SPEED_MEMORY)
  let last = now()
  let cold = true

  return {
    get portion() {
      return steps.each === undefined ? 1 : portionOf(steps.each)
    },
    get depth() {
      const { each } = steps
      return each === undefined ? 1 : within(Math.floor(QUEUE_MILLISECONDS / (each * portionOf(each))), MOST_PORTIONS)
    },
    get imageMilliseconds() {
      return images.measured < SOUND_MILLISECONDS ? undefined : images.each
    },
    did(stepCount, imageCount) {
      const elapsed = now() - last
      last += elapsed
      // The first step compiles the device's programs: its time says nothing of the next.
      if (!cold) {
        steps.add(stepCount, elapsed)
        images.add(imageCount, elapsed)
      }
      cold = false
    },
    restart() {
      last = now()
    },
  }
}

function portionOf(stepMilliseconds: number): number {
  return within(Math.floor(PORTION_MILLISECONDS / stepMilliseconds), LARGEST_PORTION)
}

function within(wanted: number, most: number): number {
  return Math.max(1, Math.min(most, wanted))
}

export interface Meter {
  /** All the milliseconds that were added. */
  readonly measured: number
  /** Milliseconds a thing; undefined before the first. */
  readonly each: number | undefined
  add(things: number, milliseconds: number): void
}

/** Averages how long a thing takes. A long stretch weighs more than a short one, and a new one more than an old one. */
export function createMeter(memory = SPEED_MEMORY): Meter {
  let things = 0
  let milliseconds = 0
  let measured = 0
  return {
    get measured() {
      return measured
    },
    get each() {
      return things === 0 ? undefined : milliseconds / things
    },
    add(more, elapsed) {
      const kept = Math.exp(-elapsed / memory)
      things = things * kept + more
      milliseconds = milliseconds * kept + elapsed
      measured += elapsed
    },
  }
}
