/** CosineDecayRestarts of Keras 3 (Loshchilov and Hutter, 2017). */
import { defineSchedule } from './schedule'

type CosineDecayRestarts = {
  /** `null` for the steps of an epoch. */
  readonly firstDecaySteps: number | null
  readonly tMul: number
  readonly mMul: number
  readonly alpha: number
}

export const COSINE_DECAY_RESTARTS = defineSchedule<'cosineDecayRestarts', CosineDecayRestarts>({
  name: 'cosineDecayRestarts',
  label: 'Cosine decay with restarts',
  about: 'The learning rate falls along a cosine, jumps up again, and takes longer each time (CosineDecayRestarts).',
  defaults: { firstDecaySteps: null, tMul: 2, mMul: 1, alpha: 0 },
  fields: [
    {
      kind: 'integer',
      name: 'firstDecaySteps',
      label: 'First decay steps',
      help: 'After so many steps it starts again for the first time; left empty, after one epoch (first_decay_steps).',
      min: 1,
      max: 10_000_000,
      step: 100,
      emptyMeans: 'one epoch',
    },
    {
      kind: 'number',
      name: 'tMul',
      label: 'Longer by',
      help: 'How many times longer each fall is than the one before (t_mul).',
      min: 1,
      max: 10,
      step: 0.5,
    },
    {
      kind: 'number',
      name: 'mMul',
      label: 'Lower by',
      help: 'What the learning rate is multiplied by at each restart: 1 starts from the whole of it again (m_mul).',
      min: 0,
      max: 1,
      minExcluded: true,
      step: 0.1,
    },
    {
      kind: 'number',
      name: 'alpha',
      label: 'Alpha',
      help: 'The share of the learning rate that is left at the end of each fall: 0 leaves nothing (alpha).',
      min: 0,
      max: 1,
      step: 0.05,
    },
  ],
  spansRun: () => false,
  rateAt(step, { firstDecaySteps, tMul, mMul, alpha }, learningRate, { ofEpoch }) {
    // Keras finds the restart by a logarithm, which at some restarts is a rounding short of a whole number. Counting is exact.
    let length = firstDecaySteps ?? ofEpoch
    let left = step
    let top = 1
    if (tMul === 1) {
      top = mMul ** Math.floor(left / length)
      left %= length
    } else {
      for (; left >= length; length *= tMul) {
        left -= length
        top *= mMul
      }
    }
    const fallen = 0.5 * top * (1 + Math.cos((Math.PI * left) / length))
    return learningRate * ((1 - alpha) * fallen + alpha)
  },
})
