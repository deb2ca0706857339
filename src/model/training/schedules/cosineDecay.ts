/** CosineDecay of Keras 3 (Loshchilov and Hutter, 2017), with its warm-up. */
import { checkSteps, defineSchedule, type PlannedSteps } from './schedule'

type CosineDecay = {
  /** Behind the warm-up; `null` for the rest of the run. */
  readonly decaySteps: number | null
  readonly alpha: number
  readonly warmupSteps: number
}

export const COSINE_DECAY = defineSchedule<'cosineDecay', CosineDecay>({
  name: 'cosineDecay',
  label: 'Cosine decay',
  about:
    'The learning rate falls along a cosine, slowly, then fast, then slowly, and may rise from 0 before that (CosineDecay).',
  defaults: { decaySteps: null, alpha: 0, warmupSteps: 0 },
  fields: [
    {
      kind: 'integer',
      name: 'warmupSteps',
      label: 'Warm-up steps',
      help: 'In so many steps at the beginning, the learning rate rises from 0, while the weights are still far off (warmup_steps).',
      min: 0,
      max: 10_000_000,
      step: 100,
    },
    {
      kind: 'integer',
      name: 'decaySteps',
      label: 'Decay steps',
      help: 'In so many steps behind the warm-up the learning rate falls to its end; left empty, in the rest of the run (decay_steps).',
      min: 1,
      max: 10_000_000,
      step: 100,
      emptyMeans: 'the run',
    },
    {
      kind: 'number',
      name: 'alpha',
      label: 'Alpha',
      help: 'The share of the learning rate that is left at the end: 0 leaves nothing (alpha).',
      min: 0,
      max: 1,
      step: 0.05,
    },
  ],
  spansRun: ({ decaySteps }) => decaySteps === null,
  check: ({ warmupSteps }, plan) => checkSteps('warmupSteps', 'Warm-up steps', warmupSteps, plan),
  rateAt(step, { decaySteps, alpha, warmupSteps }, learningRate, planned) {
    if (step < warmupSteps) return (learningRate * step) / warmupSteps
    const steps = decaySteps ?? stepsLeft(warmupSteps, planned)
    const done = Math.min(step - warmupSteps, steps) / steps
    return learningRate * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * done)) + alpha)
  },
})

function stepsLeft(warmupSteps: number, { ofRun }: PlannedSteps): number {
  return Math.max(1, ofRun - warmupSteps)
}
