/** Moves the state's corrections on from the step before. */
import { NADAM_DECAY } from '../../../../model/training/optimizers/nadam'
import type { Betas } from '../../plan/corrections'
import { float } from '../wgsl'

/** WGSL statements; none where the optimizer has no use for corrections. */
export function nextCorrections(betas: Betas | undefined): string {
  if (!betas) return ''
  const { beta1, beta2, grows } = betas
  if (!grows)
    return `${nextCorrection('correction1', beta1)}
    ${nextCorrection('correction2', beta2)}`
  return `${nextCorrection('correction2', beta2)}
    state.momentumDecay *= ${float(NADAM_DECAY)};
    state.momentumProduct *= ${float(beta1)} * (1.0 - 0.5 * state.momentumDecay);`
}

/** 1 - beta^(t + 1) from 1 - beta^t: the power itself would lose all its digits to the 1. */
function nextCorrection(field: string, beta: number): string {
  return `state.${field} = ${float(1 - beta)} + ${float(beta)} * state.${field};`
}
