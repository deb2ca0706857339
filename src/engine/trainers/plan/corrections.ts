/**
 * What updates need of the number of updates so far: by how much moments that began at 0 lag behind, and Nadam's growing momentum. They are fields
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

/** All of an update t, from 1: of a step, where each makes one. */
export interface Corrections {
  /** 1 - beta1^t and 1 - beta2^t. */
  readonly correction1: number
  readonly correction2: number
  /** Nadam's 0.96^t, and the product of its momenta up to that of step t, Keras's `u_product`. */
  readonly momentumDecay: number
  readonly momentumProduct: number
}

/** What of the state moves on from step to step for the update's sake. */
export interface Progress {
  /** Absent for an optimizer that has no use for corrections. */
  readonly betas?: Betas
  /** Steps that make one update: corrections count updates. */
  readonly every: number
  /** Whether the update asks which step it is. */
  readonly counts: boolean
}

/** Undefined where nothing moves on. */
export function progressOf(rule: OptimizerRule): Progress | undefined {
  const { gradientAccumulationSteps: every = 1 } = rule
  const betas = 'beta1' in rule ? { beta1: rule.beta1, beta2: rule.beta2, grows: rule.name === 'nadam' } : undefined
  const counts = every > 1 || rule.average !== undefined
  return betas || counts ? { ...(betas && { betas }), every, counts } : undefined
}

/**
 * The corrections of any step. Those of a step soon after the one that was asked for last cost least.
 * @returns takes the number of steps before it.
 */
export function createCorrections(rule: OptimizerRule): (steps: number) => Corrections {
  const { betas: { beta1, beta2 } = { beta1: 0, beta2: 0 }, every = 1 } = progressOf(rule) ?? {}
  let [updates, momentumProduct] = [-1, 1]
  return (steps) => {
    const wanted = Math.floor(steps / every)
    if (wanted < updates) [updates, momentumProduct] = [-1, 1]
    for (; updates < wanted; updates++) momentumProduct *= beta1 * (1 - 0.5 * NADAM_DECAY ** (updates + 2))
    const t = wanted + 1
    return {
      correction1: 1 - beta1 ** t,
      correction2: 1 - beta2 ** t,
      momentumDecay: NADAM_DECAY ** t,
      momentumProduct,
    }
  }
}
