/**
 * What updates need of the number of steps so far: by how much moments that began at 0 lag behind, and Nadam's growing momentum. They are fields
 * of the state (`state.ts`).
 */
import { NADAM_DECAY } from '../../../model/training/optimizers/nadam'
import type { OptimizerRule } from '../../../model/training/optimizers/optimizers'

/** What they follow from. */
export interface Betas {
  readonly beta1: number
  readonly beta2: number
  /** The momentum grows towards `beta1`, as Nadam's does. */
  readonly grows: boolean
}

/** All of a step t, from 1. */
export interface Corrections {
  /** 1 - beta1^t and 1 - beta2^t. */
  readonly correction1: number
  readonly correction2: number
  /** Nadam's 0.96^t, and the product of its momenta up to that of step t, Keras's `u_product`. */
  readonly momentumDecay: number
  readonly momentumProduct: number
}

/** Undefined for an optimizer that has no use for corrections. */
export function betasOf(rule: OptimizerRule): Betas | undefined {
  return 'beta1' in rule ? { beta1: rule.beta1, beta2: rule.beta2, grows: rule.name === 'nadam' } : undefined
}

/**
 * The corrections of any step. Those of a step soon after the one that was asked for last cost least.
 * @returns takes the number of steps before it.
 */
export function createCorrections(rule: OptimizerRule): (steps: number) => Corrections {
  const { beta1, beta2 } = betasOf(rule) ?? { beta1: 0, beta2: 0 }
  let [steps, momentumProduct] = [-1, 1]
  return (wanted) => {
    if (wanted < steps) [steps, momentumProduct] = [-1, 1]
    for (; steps < wanted; steps++) momentumProduct *= beta1 * (1 - 0.5 * NADAM_DECAY ** (steps + 2))
    const t = wanted + 1
    return {
      correction1: 1 - beta1 ** t,
      correction2: 1 - beta2 ** t,
      momentumDecay: NADAM_DECAY ** t,
      momentumProduct,
    }
  }
}
