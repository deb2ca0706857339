/** The optimizers as Keras 3 defines them, over all weights of the model: each worker makes the same update from the same sums. */
import { COMMON } from '../../plan/buffers'
import type { Optimize } from '../../plan/operations/step'
import { behind, v128, type I32 } from '../assembler/expressions'
import { VALUE, type Kernel } from '../kernel'
import { clipperOf, partialsAt, piecesOf, wholeGradient } from './clipGradients'
import { eachVector } from './eachVector'
import { isUpdateStep, updateAverage } from './updates/average'
import { updateOf } from './updates/updates'

export const optimize: Kernel<Optimize> = (spec, k) => {
  const { gradientAccumulationSteps: steps } = spec.rule
  if (steps === undefined) updateWeights(spec, k)
  else k.f.when(isUpdateStep(steps, k), () => updateWeights(spec, k))
  updateAverage(spec, k)
}

const updateWeights: Kernel<Optimize> = (spec, k) => {
  const { f } = k
  const update = updateOf(spec, k)
  for (const segment of spec.segments) {
    for (const { from, length, ...piece } of piecesOf(segment, spec)) {
      const first = VALUE * (segment.offset + from)
      const clip = clipperOf(spec.clip, piece, k)
      const step = (at: I32, lanes: number): void => {
        const place = behind(behind(k.buffer(COMMON.weights), first), at)
        const weight = f.let(v128.load(place))
        const gradient = f.let(clip(wholeGradient(weight, behind(partialsAt(segment, from, k), at), piece)))
        f.storeLanes(place, f.let(update(weight, gradient, { base: at, offset: first }, lanes)), lanes)
      }
      eachVector(k, length, step)
    }
  }
}
