/**
 * How much work to give the device at once, and how fast it is.
 *
 * The device works on while the program goes on. To it, a portion of batches is one piece of work, and the page's frames wait until it is
 * done. So a portion is sized to take about 12 ms. As many are queued as keep the device at work while readings are on their way, and no
 * more, because Stop waits for all of them.
 */
import { createMeter } from './meter'
import { createSearch, GROWTH, NOTABLE, type Portion, type Search } from './search'

const PORTION_MILLISECONDS = 12
const LARGEST_PORTION = 256
const DEEPEST_QUEUE = 256
/** So many portions are queued where they take not long, so that a program that is late finds the device at work. */
const SPARE_PORTIONS = 3
const SPARE_MILLISECONDS = 100
/** What is queued never takes longer, unless it is one portion. */
const QUEUE_MILLISECONDS = 250
/** A latency is covered with so much to spare. */
const MARGIN = 1.25
/** A device that idles for this share of a portion's time is busy enough. */
const IDLE_SHARE = 0.1

/** The time from one search to the next: at least, when the device seems slower, and at most. */
const SEARCH_MILLISECONDS = 2000
const SURE_MILLISECONDS = 5000
/** A measurement fades over about this long. */
const STEP_MEMORY = 2000
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
  /** Tells that a portion of so many batches was queued. */
  queued(steps: number): void
  /**
   * Tells that the oldest portion was read, and how many images it held.
   * @returns the milliseconds since the one before it, in which the device did its steps; undefined where they tell nothing.
   * @throws RangeError when nothing is queued.
   */
  read(images: number): number | undefined
  /** Begins the clock anew after something that is not to count. What is queued tells nothing then. */
  restart(): void
}

interface Queued extends Portion {
  /** Whether nothing else was queued. */
  readonly alone: boolean
  /** Whether its time tells something. */
  readonly counts: boolean
}

export interface PaceLimits {
  /** Batches of a portion, at most. */
  readonly largest?: number
  /** Portions that may be queued and not yet read, at most: each holds memory for what is read. */
  readonly deepest?: number
}

/** @param now a clock in milliseconds, as coarse as it may be. */
export function createPace(
  now: () => number,
  { largest = LARGEST_PORTION, deepest = DEEPEST_QUEUE }: PaceLimits = {},
): Pace {
  const images = createMeter(SPEED_MEMORY)
  let steps = createMeter(STEP_MEMORY)
  let queue: readonly Queued[] = []
  let last = now()
  let cold = true
  let search: Search | undefined = createSearch(1, last, QUEUE_MILLISECONDS)
  /** What the last search found: the time of a step, and the latency, in milliseconds. */
  let found = 0
  let foundAt = last
  let latency = 0
  /** Steps that were queued since the clock began anew. */
  let begun = 0

  const portion = (): number => {
    const wanted = steps.each === undefined ? 1 : within(Math.floor(PORTION_MILLISECONDS / steps.each), largest)
    return search ? Math.min(wanted, Math.ceil(search.window / SPARE_PORTIONS)) : wanted
  }

  const depth = (): number => {
    if (search) return within(Math.floor(search.window / portion()), deepest)
    const work = portion() * (steps.each ?? found)
    const spare = within(Math.floor(SPARE_MILLISECONDS / work), SPARE_PORTIONS)
    const covering = 1 + Math.ceil((MARGIN * latency) / work - IDLE_SHARE)
    return within(Math.max(spare, covering), Math.min(deepest, Math.floor(QUEUE_MILLISECONDS / work)))
  }

  /** Where each epoch is over before a search is, it still must not take more round trips than it has to. */
  const widened = (window: number): number =>
    begun > window && steps.each !== undefined
      ? Math.max(window, Math.min(GROWTH * window, Math.floor(QUEUE_MILLISECONDS / steps.each)))
      : window

  const learn = (read: Queued, at: number): void => {
    const capacity = search?.read(read, at)
    if (capacity) {
      search = undefined
      found = capacity.stepMilliseconds
      foundAt = at
      latency = capacity.latency ?? latency
      steps = createMeter(STEP_MEMORY)
      // Readings that come at once weigh little beside it.
      steps.add(SOUND_MILLISECONDS / found, SOUND_MILLISECONDS)
    }
    if (search) return
    const each = steps.each ?? found
    if (read.alone) latency = Math.max(0, at - read.queuedAt - read.steps * each)
    // The device may have become slower, or readings come later. That it has become faster can't be seen while it runs dry.
    if (at - foundAt > (each > NOTABLE * found ? SEARCH_MILLISECONDS : SURE_MILLISECONDS)) {
      search = createSearch(portion() * depth(), at, QUEUE_MILLISECONDS)
    }
  }

  return {
    get portion() {
      return portion()
    },
    get depth() {
      return depth()
    },
    get imageMilliseconds() {
      return images.measured < SOUND_MILLISECONDS ? undefined : images.each
    },
    queued(count) {
      begun += count
      queue = [...queue, { steps: count, queuedAt: now(), alone: queue.length === 0, counts: true }]
    },
    read(imageCount) {
      const [oldest, ...others] = queue
      if (!oldest) throw new RangeError('Nothing is queued')
      queue = others
      const at = now()
      const elapsed = at - last
      last = at
      // The first portion compiles the device's programs: its time says nothing of the next.
      if (cold) {
        cold = false
        search = createSearch(1, at, QUEUE_MILLISECONDS)
        return undefined
      }
      if (!oldest.counts) return undefined
      steps.add(oldest.steps, elapsed)
      images.add(imageCount, elapsed)
      learn(oldest, at)
      return elapsed
    },
    restart() {
      last = now()
      queue = queue.map((portion) => ({ ...portion, counts: false }))
      if (search) search = createSearch(widened(search.window), last, QUEUE_MILLISECONDS)
      begun = 0
    },
  }
}

function within(wanted: number, most: number): number {
  return Math.max(1, Math.min(most, wanted))
}
