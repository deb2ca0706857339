/**
 * The moving average of the weights (EMA, Polyak averaging). Names, meanings and order are those of Keras 3's optimizers
 * (keras/src/optimizers/base_optimizer.py, `_update_model_variables_moving_average`) and of its `fit`.
 */
import { defineSection } from './section'

export type MovingAverage = {
  readonly on: boolean
  /** The share of the old average that a step keeps. */
  readonly emaMomentum: number
  /** After so many updates, again and again, the weights become their average. `null` for never within a run. */
  readonly emaOverwriteFrequency: number | null
}

export const MOVING_AVERAGE = defineSection<'movingAverage', MovingAverage>({
  name: 'movingAverage',
  label: 'Moving average of weights',
  defaults: { on: false, emaMomentum: 0.99, emaOverwriteFrequency: null },
  fields: [
    {
      kind: 'boolean',
      name: 'on',
      label: 'Average the weights',
      help: 'Keeps a moving average of every weight beside the weights, which becomes the model when training ends or is stopped (use_ema). Until then the validation images are looked at with the weights themselves, as in Keras. Weights that a callback keeps or restores are not averaged.',
    },
    {
      kind: 'number',
      name: 'emaMomentum',
      label: 'EMA momentum',
      help: 'How much of the average each step keeps: at 0.99 it is about that of the last 100 steps (ema_momentum).',
      min: 0,
      max: 1,
      step: 0.01,
    },
    {
      kind: 'integer',
      name: 'emaOverwriteFrequency',
      label: 'Overwrite every',
      help: 'After so many updates, again and again, training goes on from the average; empty for only at the end (ema_overwrite_frequency).',
      min: 1,
      max: 1_000_000,
      step: 1,
      emptyMeans: 'none',
    },
  ],
  isUsed: ({ on }) => on,
})
