/** The updates of all optimizers in WGSL. */
import {
  momentNames,
  type OptimizerName,
  type OptimizerRule,
} from '../../../../../model/training/optimizers/optimizers'
import { float } from '../../wgsl'
import { adagrad } from './adagrad'
import { adam } from './adam'
import { nadam } from './nadam'
import { rmsprop } from './rmsprop'
import { sgd } from './sgd'
import type { Update } from './update'

const UPDATES: { readonly [Name in OptimizerName]: Update<Extract<OptimizerRule, { name: Name }>> } = {
  adam,
  adamW: adam,
  nadam,
  sgd,
  rmsprop,
  adagrad,
}

/** WGSL from `gradient` to the updated `weights[at]`; the moments of all weights, `total` of each, lie one after another. */
export function updateOf(rule: OptimizerRule, total: number): string {
  const names = momentNames(rule)
  const moment = (name: string): string => {
    const index = names.indexOf(name)
    if (index === -1) throw new Error(`${rule.name} keeps no ${name}`)
    return `moments[${index === 0 ? '' : `${index * total}u + `}at]`
  }
  // The table pairs each name with the update for its arguments.
  const update = UPDATES[rule.name] as Update<OptimizerRule>
  return decayOf(rule) + update(rule, moment)
}

/** Keras takes the decay from the weights before it updates them, and behind the gradient. */
function decayOf({ weightDecay }: OptimizerRule): string {
  if (weightDecay === 0) return ''
  return `weights[at] -= weights[at] * ${float(weightDecay)} * state.learningRate;
  `
}
