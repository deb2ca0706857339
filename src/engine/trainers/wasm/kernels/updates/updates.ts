/** The updates of all optimizers in WebAssembly. */
import {
  momentNames,
  type OptimizerName,
  type OptimizerRule,
} from '../../../../../model/training/optimizers/optimizers'
import { COMMON } from '../../../plan/buffers'
import type { Optimize } from '../../../plan/operations/step'
import { f32x4, i32, v128, type Address, type V128 } from '../../assembler/expressions'
import type { Local } from '../../assembler/functionBuilder'
import { VALUE, type KernelBuilder } from '../../kernel'
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

/**
 * The weights after the step.
 * @param at where the first of four weights lies among all weights, in bytes. @param lanes how many of the four there are.
 */
type UpdateFour = (weight: Local<'v128'>, gradient: Local<'v128'>, at: Address, lanes: number) => V128

/** The moments of all weights, `total` of each, lie one after another. */
export function updateOf({ rule, total }: Pick<Optimize, 'rule' | 'total'>, k: KernelBuilder): UpdateFour {
  const { f } = k
  const names = momentNames(rule)
  const rate = f.let(f32x4.splat(k.stateF32('learningRate')))
  // The table pairs each name with the update for its arguments.
  const stepOf = (UPDATES[rule.name] as Update<OptimizerRule>)(rule, k, rate)
  return (weight, gradient, at, lanes) => {
    const placeOf = (name: string): Address => {
      const index = names.indexOf(name)
      if (index === -1) throw new Error(`${rule.name} keeps no ${name}`)
      const all = k.buffer(COMMON.moments)
      return { base: i32.add(all.base, at.base), offset: all.offset + at.offset + VALUE * index * total }
    }
    const step = stepOf(gradient, {
      load: (name) => f.let(v128.load(placeOf(name))),
      keep(name, value) {
        const kept = f.let(value)
        f.storeLanes(placeOf(name), kept, lanes)
        return kept
      },
    })
    return f32x4.sub(decayed(weight, rule, rate), step)
  }
}

/** Keras takes the decay from the weights before it updates them, and behind the gradient. */
function decayed(weight: V128, { weightDecay }: OptimizerRule, rate: V128): V128 {
  if (weightDecay === 0) return weight
  return f32x4.sub(weight, f32x4.mul(f32x4.mul(weight, f32x4.splat(weightDecay)), rate))
}
