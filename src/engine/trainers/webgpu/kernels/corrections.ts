/** Moves on, from the step before, what the update reads of the state. */
import { NADAM_DECAY } from '../../../../model/training/optimizers/nadam'
import type { Betas, Progress } from '../../plan/corrections'
import { float } from '../wgsl'

/** WGSL statements; none where nothing moves on. The state's `step` is the step at hand already. */
export function moveOn(progress: Progress | undefined): string {
  if (!progress) return ''
  const { betas, every, counts } = progress
  const corrections = betas ? nextCorrections(betas) : ''
  // Corrections are of an update, which ends with the last of its steps.
  const moved = every === 1 || !betas ? corrections : `if (state.step % ${every}u == 0u) { ${corrections} }`
  return `${counts ? 'state.iteration = state.step;\n    ' : ''}${moved}`
}

function nextCorrections(betas: Betas): string {
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
