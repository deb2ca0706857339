/** Optimizers in Keras's words: their classes, and what they call their arguments. */
import { OPTIMIZERS, type OptimizerName } from '../../../model/training/optimizers/optimizers'

const CLASSES: Readonly<Record<OptimizerName, string>> = {
  adam: 'Adam',
  adamW: 'AdamW',
  nadam: 'Nadam',
  sgd: 'SGD',
  rmsprop: 'RMSprop',
  adagrad: 'Adagrad',
}

export function classOfOptimizer(name: OptimizerName): string {
  return CLASSES[name]
}

/** By Keras's class, which Keras 2 writes as `Custom>Adam` too. */
export function findOptimizer(className: string): OptimizerName | undefined {
  const plain = className.replace(/^Custom>/, '').toLowerCase()
  return OPTIMIZERS.find(({ name }) => CLASSES[name].toLowerCase() === plain)?.name
}

/** `beta1` is `beta_1`, and `weightDecay` is `weight_decay`. */
export function kerasArgument(name: string): string {
  return name.replaceAll(/[A-Z]|\d/g, (letter) => `_${letter.toLowerCase()}`)
}
