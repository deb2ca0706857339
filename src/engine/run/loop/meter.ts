export interface Meter {
  /** All the milliseconds that were added. */
  readonly measured: number
  /** Milliseconds a thing; undefined before the first. */
  readonly each: number | undefined
  add(things: number, milliseconds: number): void
}

/**
 * Averages how long a thing takes. A long stretch weighs more than a short one, and a new one more than an old one.
 *
 * @param memory milliseconds over which a measurement fades.
 */
export function createMeter(memory: number): Meter {
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
