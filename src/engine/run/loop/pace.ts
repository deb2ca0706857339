/**
 * How much to ask of the device at once, and how fast it is.
 *
 * The device works behind the program's back. A portion of batches is one piece of work to it, and the page's frames wait until it is done:
 * so portions are made to take about 12 ms, by what was measured. Too few in the queue and the device idles while one is read back; too
 * many and Stop comes late: there are three, or as many as 100 ms take.
 */
const PORTION_MILLISECONDS = 12
const QUEUE_MILLISECONDS = 100
const MOST_PORTIONS = 3
const LARGEST_PORTION = 256
/** What was measured fades over about this long. */
const PORTION_MEMORY = 2000
const SPEED_MEMORY = 10_000
/** What was measured for less than this says little. */
const SOUND_MILLISECONDS = 500

export interface Pace {
  /** Batches to queue before the next read. */
  readonly portion: number
  /** Portions that may be queued and not yet read. */
  readonly depth: number
  /** What a training image takes; nothing until enough were measured to go by. */
  readonly imageMilliseconds: number | undefined
  /** Tells what the device has just done: steps and images since the last call, or since `restart`. */
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
  /** Milliseconds a thing; nothing before the first. */
  readonly each: number | undefined
  add(things: number, milliseconds: number): void
}

/** What things take on average, each stretch by its length, and old ones less than new ones. */
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
