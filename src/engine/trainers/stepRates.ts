/** The learning rates of an epoch's steps, as a trainer takes them one after another. */

export interface StepRates {
  /** Begins an epoch, or the rest of one, of so many steps with one rate. */
  begin(steps: number, learningRate: number): void
  /** Sets those of the steps that are left. @throws RangeError when there are more or fewer. */
  set(rates: Float32Array): void
  /** The next step's. */
  take(): number
}

export function createStepRates(): StepRates {
  let rates = new Float32Array()
  let at = 0
  return {
    begin(steps, learningRate) {
      rates = new Float32Array(steps).fill(learningRate)
      at = 0
    },
    set(next) {
      requireOneEach(next, rates.length - at)
      rates.set(next, at)
    },
    take: () => rates[at++] ?? NaN,
  }
}

/** @throws RangeError */
export function requireOneEach(rates: Float32Array, steps: number): void {
  if (rates.length !== steps) throw new RangeError(`There are ${steps} steps left, and ${rates.length} learning rates`)
}
