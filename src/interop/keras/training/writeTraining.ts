/** A recipe as Keras's `compile` takes it. What `fit` takes, such as epochs, Keras keeps in no file. */
import type { Recipe } from '../../../model/training/recipe'
import type { KerasConfig } from '../../../model/layers/define'
import { classOfOptimizer, kerasArgument } from './kerasOptimizers'

interface Named {
  readonly class_name: string
  readonly config: KerasConfig
}

/** With the arguments of its own, and those of all optimizers that are used: older versions of Keras don't know some of them. */
export function writeOptimizer(recipe: Recipe): Named {
  const { optimizer, learningRate, clipping, movingAverage, accumulation } = recipe
  const own = Object.entries<unknown>(recipe[optimizer]).map(([name, value]) => [kerasArgument(name), value] as const)
  const { weight_decay: weightDecay, ...config }: KerasConfig = Object.fromEntries(own)
  const shared = {
    weight_decay: weightDecay === 0 ? null : weightDecay,
    clipnorm: clipping.clipnorm,
    global_clipnorm: clipping.globalClipnorm,
    clipvalue: clipping.clipvalue,
    use_ema: movingAverage.on ? true : null,
    ema_momentum: movingAverage.on ? movingAverage.emaMomentum : null,
    ema_overwrite_frequency: movingAverage.on ? movingAverage.emaOverwriteFrequency : null,
    gradient_accumulation_steps: accumulation.gradientAccumulationSteps,
  }
  return {
    class_name: classOfOptimizer(optimizer),
    config: {
      name: optimizer.toLowerCase(),
      learning_rate: learningRate,
      ...Object.fromEntries(Object.entries(shared).filter(([, value]) => value !== null)),
      ...config,
    },
  }
}

/** Its name where it has no argument. @param fromScores the model leaves the softmax to the loss. */
export function writeLoss({ loss, labelSmoothing }: Recipe, fromScores: boolean): string | Named {
  if (labelSmoothing === 0 && !fromScores) return loss
  const config = { name: loss, from_logits: fromScores, label_smoothing: labelSmoothing }
  return { class_name: 'CategoricalCrossentropy', config }
}

/** Sentences on what the files of Keras 3 lack of a compiled model. */
export function describeOptimizer(recipe: Recipe | undefined): readonly string[] {
  if (!recipe) return []
  return ['The file has no state of the optimizer: Keras says so in a warning, and trains on with a fresh one.']
}
