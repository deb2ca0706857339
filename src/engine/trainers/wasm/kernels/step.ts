/** The loss of each image with its gradient. */
import { smoothedTargets } from '../../../../model/training/labelSmoothing'
import { COMMON } from '../../plan/buffers'
import type { ClassificationLoss } from '../../plan/operations/step'
import { behind, f32, f32x4, i32, int, num, v128, type Address, type F32, type I32 } from '../assembler/expressions'
import { VALUE, vectorsOf, type Kernel } from '../kernel'
import { exp, log } from '../math'

/** What is behind the last logit counts as this. */
const NONE = -3e38

export const classificationLoss: Kernel<ClassificationLoss> = (spec, k) => {
  const { classes, weighted, smoothing = 0 } = spec
  const { right, wrong } = smoothedTargets(smoothing, classes)
  const { f } = k
  const row = k.scratch(4 * vectorsOf(classes))
  const at = (base: Address, index: I32 | number): Address => behind(base, i32.mul(index, VALUE))
  const count = f.let(f32.fromU(k.stateI32('count')))
  k.eachImage((behindFirst) => {
    const logits = behind(k.buffer(spec.logits), behindFirst(classes))
    const gradient = behind(k.buffer(spec.gradient), behindFirst(classes))
    const image = behindFirst(1)
    const truth = f.let(i32.load(behind(k.buffer(COMMON.labels), image)))

    const largest = f.let(f32.load(logits))
    const predicted = f.local('i32')
    f.set(predicted, int(0))
    f.loop(
      classes,
      (index) => {
        f.when(f32.gt(f32.load(at(logits, index)), largest), () => {
          f.set(largest, f32.load(at(logits, index)))
          f.set(predicted, index)
        })
      },
      { from: 1 },
    )

    f.loop(4 * vectorsOf(classes), (index) => f.storeF32(at(row, index), num(NONE)), { from: classes })
    f.loop(classes, (index) => f.storeF32(at(row, index), f32.load(at(logits, index))))
    const sums = f.let(f32x4.splat(0))
    k.eachFour(classes, (four) => {
      const share = exp(f, f32x4.sub(v128.load(behind(row, four)), f32x4.splat(largest)))
      f.storeV128(behind(row, four), share)
      // Behind the last class, the share is next to nothing but not 0. What is not a number counts, so that the run loop hears of it.
      f.set(sums, f32x4.add(sums, v128.andNot(share, f32x4.lt(share, f32x4.splat(1e-37)))))
    })
    const total = f.let(
      f32.add(f32.add(f32.lane(sums, 0), f32.lane(sums, 1)), f32.add(f32.lane(sums, 2), f32.lane(sums, 3))),
    )

    const weight = f.local('f32')
    f.set(weight, num(1))
    if (weighted) {
      f.when(k.stateI32('training'), () => f.set(weight, f32.load(at(k.buffer(COMMON.classWeights), truth))))
    }
    const scale = f.let(f32.div(weight, count))
    f.loop(classes, (index) => {
      const share = f32.div(f32.load(at(row, index)), total)
      const isTrue = i32.eq(index, truth)
      const target = smoothing > 0 ? f32.select(isTrue, right, wrong) : f32.fromU(isTrue)
      f.storeF32(at(gradient, index), f32.mul(f32.sub(share, target), scale))
    })
    /** No two large numbers cancel out: neither part of it is below 0. */
    const behindLargest = (logit: F32): F32 => f32.sub(largest, logit)
    const ofTruth = behindLargest(f32.load(at(logits, truth)))
    const loss = f.let(f32.lane(log(f, f32x4.splat(total)), 0))
    if (smoothing > 0) {
      const all = f.let(num(0))
      f.loop(classes, (index) => f.set(all, f32.add(all, behindLargest(f32.load(at(logits, index))))))
      f.set(loss, f32.add(loss, f32.add(f32.mul(ofTruth, 1 - smoothing), f32.mul(all, smoothing / classes))))
    } else f.set(loss, f32.add(loss, ofTruth))
    f.storeF32(behind(k.buffer(COMMON.losses), image), f32.mul(weight, loss))

    const rank = f.local('i32')
    f.set(rank, int(0))
    f.when(i32.eq(k.stateI32('training'), 0), () => {
      const own = f.let(f32.load(at(logits, truth)))
      f.loop(classes, (index) => {
        const other = f.let(f32.load(at(logits, index)))
        f.when(f32.gt(other, own), () => f.set(rank, i32.add(rank, 1)))
        f.when(i32.and(f32.eq(other, own), i32.ltU(index, truth)), () => f.set(rank, i32.add(rank, 1)))
      })
    })
    const pair = behind(k.buffer(COMMON.predictions), behindFirst(2))
    f.storeI32(pair, predicted)
    f.storeI32(behind(pair, int(VALUE)), rank)
  })
}
