/** Step decay: PiecewiseConstantDecay of Keras 3, with a boundary every few epochs. */
import { defineSchedule } from './schedule'

type StepDecay = {
  /** Epochs from one drop to the next. */
  readonly epochs: number
  readonly factor: number
}

export const STEP_DECAY = defineSchedule<'stepDecay', StepDecay>({
  name: 'stepDecay',
  label: 'Step decay',
  about: 'The learning rate stays as it is for some epochs, and then drops (PiecewiseConstantDecay).',
  defaults: { epochs: 5, factor: 0.5 },
  fields: [
    {
      kind: 'integer',
      name: 'epochs',
      label: 'Epochs between drops',
      help: 'After so many epochs the learning rate drops, and after as many again.',
      min: 1,
      max: 1000,
      step: 1,
    },
    {
      kind: 'number',
      name: 'factor',
      label: 'Drop factor',
      help: 'What the learning rate is multiplied by at each drop: 0.5 halves it.',
      min: 0,
      max: 1,
      minExcluded: true,
      maxExcluded: true,
      step: 0.1,
    },
  ],
  spansRun: () => false,
  // In Keras a boundary is the last step of the rate before: here, the last step of an epoch.
  rateAt: (step, { epochs, factor }, learningRate, { ofEpoch }) =>
    learningRate * factor ** Math.floor(step / (epochs * ofEpoch)),
})
