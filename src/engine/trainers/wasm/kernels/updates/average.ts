/** The moving average of the weights, and which step makes an update, as in Keras's base optimizer. */
import { AVERAGE, momentNames } from '../../../../../model/training/optimizers/optimizers'
import { COMMON } from '../../../plan/buffers'
import type { GradientSegment, Optimize } from '../../../plan/operations/step'
import { behind, f32, f32x4, i32, v128, type Address, type I32 } from '../../assembler/expressions'
import { VALUE, type KernelBuilder } from '../../kernel'
import { eachVector } from '../eachVector'

const { add, sub, mul, splat } = f32x4

/** Whether the step at hand ends an update's steps. */
export function isUpdateStep(steps: number, k: KernelBuilder): I32 {
  return k.f.let(i32.eq(i32.remU(i32.add(k.stateI32('iteration'), 1), steps), 0))
}

/** Behind the update. The steps of the first update take the weights for their average. */
export function updateAverage({ rule, segments, total }: Optimize, k: KernelBuilder): void {
  const { average, gradientAccumulationSteps: steps = 1 } = rule
  if (!average) return
  const { emaMomentum, emaOverwriteFrequency } = average
  const { f } = k
  const first = momentNames(rule).indexOf(AVERAGE) * total
  const updates = f.let(i32.divU(k.stateI32('iteration'), steps))
  const kept = f.let(splat(f32.select(i32.eq(updates, 0), 0, Math.fround(emaMomentum))))
  const fresh = f.let(sub(splat(1), kept))
  eachPlace(segments, first, k, (weight, moved, lanes) => {
    const value = add(mul(kept, v128.load(moved)), mul(fresh, v128.load(weight)))
    f.storeLanes(moved, f.let(value), lanes)
  })
  if (emaOverwriteFrequency === null) return
  f.when(i32.eq(i32.remU(i32.add(updates, 1), emaOverwriteFrequency), 0), () =>
    eachPlace(segments, first, k, (weight, moved, lanes) => f.storeLanes(weight, f.let(v128.load(moved)), lanes)),
  )
}

/** Goes over all weights that train and their averages, up to four at a time. */
function eachPlace(
  segments: readonly GradientSegment[],
  first: number,
  k: KernelBuilder,
  body: (weight: Address, average: Address, lanes: number) => void,
): void {
  for (const { offset, length } of segments) {
    const averages = behind(k.buffer(COMMON.moments), VALUE * (first + offset))
    eachVector(k, length, (at, lanes) => body(behind(k.weights(offset), at), behind(averages, at), lanes))
  }
}
