/** A recipe as Keras's `compile` takes it. What `fit` takes, such as epochs, Keras keeps in no file. */
import { optimizerOf } from '../../../model/training/optimizers/optimizers'
import type { Recipe } from '../../../model/training/recipe'
import { classOfOptimizer, kerasArgument } from './kerasOptimizers'

interface Serialised {
  readonly class_name: string
  readonly config: Readonly<Record<string, unknown>>
}

/** The optimizer, with the arguments that every optimizer of Keras 3 has and with its own. */
export function writeOptimizer(recipe: Recipe): Serialised {
  const { optimizer, learningRate, clipping, movingAverage, accumulation } = recipe
  const own = Object.entries(recipe[optimizer]).map(([name, value]) => [kerasArgument(name), value] as const)
  const { weight_decay: weightDecay, ...config } = Object.fromEntries(own)
  return {
    class_name: classOfOptimizer(optimizer),
    config: {
      name: optimizerOf(optimizer).name.toLowerCase(),
      learning_rate: learningRate,
      weight_decay: weightDecay === 0 ? null : weightDecay,
      clipnorm: clipping.clipnorm,
      global_clipnorm: clipping.globalClipnorm,
      clipvalue: clipping.clipvalue,
      use_ema: movingAverage.on,
      ema_momentum: movingAverage.emaMomentum,
      ema_overwrite_frequency: movingAverage.emaOverwriteFrequency,
      loss_scale_factor: null,
      gradient_accumulation_steps: accumulation.gradientAccumulationSteps,
      ...config,
    },
  }
}

export function writeLoss({ labelSmoothing }: Recipe): Serialised {
  return {
    class_name: 'CategoricalCrossentropy',
    config: {
      name: 'categorical_crossentropy',
      reduction: 'sum_over_batch_size',
      from_logits: false,
      label_smoothing: labelSmoothing,
      axis: -1,
    },
  }
}
