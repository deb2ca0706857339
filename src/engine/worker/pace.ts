/**
 * How much to ask of the device at once, and how fast it is.
 *
 * The device works behind the program's back. Too little in its queue and it idles between steps; too much and Stop comes late. So
 * batches go out in portions of about 50 ms, with one more portion queued while the first is read back; when a single batch takes longer
 * than that, one at a time.
 */
const PORTION_MILLISECONDS = 50
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
      const { each } = steps
      return each === undefined ? 1 : Math.min(LARGEST_PORTION, Math.max(1, Math.floor(PORTION_MILLISECONDS / each)))
    },
    get depth() {
      const { each } = steps
      return each === undefined || each > PORTION_MILLISECONDS ? 1 : 2
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
