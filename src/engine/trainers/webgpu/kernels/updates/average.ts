/** The moving average of the weights, and which step makes an update, as in Keras's base optimizer. */
import { AVERAGE, momentNames, type OptimizerRule } from '../../../../../model/training/optimizers/optimizers'
import { float } from '../../wgsl'

/** WGSL: whether the step at hand ends an update's steps. */
export function isUpdateStep(steps: number): string {
  return `((state.iteration + 1u) % ${steps}u == 0u)`
}

/** WGSL statements behind the update of `weights[at]`. The steps of the first update take the weights for their average. */
export function updateAverage(
  rule: OptimizerRule,
  { emaMomentum, emaOverwriteFrequency }: NonNullable<OptimizerRule['average']>,
  total: number,
): string {
  const { gradientAccumulationSteps: steps = 1 } = rule
  const first = momentNames(rule).indexOf(AVERAGE) * total
  const average = `moments[${first === 0 ? '' : `${first}u + `}at]`
  const overwrite =
    emaOverwriteFrequency === null
      ? ''
      : `
    if ((state.iteration / ${steps}u + 1u) % ${emaOverwriteFrequency}u == 0u) { weights[at] = average; }`
  return `{
    let kept = select(${float(emaMomentum)}, 0.0, state.iteration < ${steps}u);
    let average = kept * ${average} + (1.0 - kept) * weights[at];
    ${average} = average;${overwrite}
  }`
}
