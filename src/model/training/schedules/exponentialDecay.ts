/** ExponentialDecay of Keras 3. */
import { defineSchedule } from './schedule'

type ExponentialDecay = {
  /** `null` for the steps of an epoch. */
  readonly decaySteps: number | null
  readonly decayRate: number
  readonly staircase: boolean
}

export const EXPONENTIAL_DECAY = defineSchedule<'exponentialDecay', ExponentialDecay>({
  name: 'exponentialDecay',
  label: 'Exponential decay',
  about: 'The learning rate falls by the same share again and again (ExponentialDecay).',
  defaults: { decaySteps: null, decayRate: 0.9, staircase: false },
  fields: [
    {
      kind: 'integer',
      name: 'decaySteps',
      label: 'Decay steps',
      help: 'In so many steps the learning rate falls once by the decay rate; left empty, in one epoch (decay_steps).',
      min: 1,
      max: 10_000_000,
      step: 100,
      emptyMeans: 'one epoch',
    },
    {
      kind: 'number',
      name: 'decayRate',
      label: 'Decay rate',
      help: 'What the learning rate is multiplied by in the decay steps: 0.9 leaves nine tenths of it (decay_rate).',
      min: 0,
      max: 1,
      minExcluded: true,
      maxExcluded: true,
      step: 0.05,
    },
    {
      kind: 'boolean',
      name: 'staircase',
      label: 'Staircase',
      help: 'The learning rate falls at once when the decay steps are over, instead of a little each step.',
    },
  ],
  spansRun: () => false,
  rateAt(step, { decaySteps, decayRate, staircase }, learningRate, { ofEpoch }) {
    const falls = step / (decaySteps ?? ofEpoch)
    return learningRate * decayRate ** (staircase ? Math.floor(falls) : falls)
  },
})
