/** Permute, forward and backward: the axes in another order. */
import { sizeOf } from '../../../../model/layers/define'
import type { Permute } from '../../plan/operations/permute'
import { behind, i32, type I32 } from '../assembler/expressions'
import { VALUE, type Kernel } from '../kernel'
import { copyRows, withDerivative } from './copyRows'
import { transposeRows } from './transposeRows'

export const permute: Kernel<Permute> = ({ shape, order, input, output, kept }, k) => {
  const { f } = k
  const last = order.length - 1
  const length = (axis: number): number => shape[axis] ?? 1
  const from = order.map((axis) => VALUE * sizeOf(shape.slice(axis + 1)))
  const to = order.map((_, place) => VALUE * sizeOf(order.slice(place + 1).map(length)))
  // Where the input's last axis, along which its values lie side by side, comes to be.
  const lastOfInput = order.indexOf(last)
  const axes = order.map((axis, place) => ({ place, length: length(axis) }))

  k.eachImage((behindFirst) => {
    const image = f.let(behindFirst(sizeOf(shape)))
    const along = (outer: typeof axes, source: I32, target: I32): void => {
      const [axis, ...others] = outer
      if (axis) {
        f.loop(axis.length, (index) => {
          const at = (steps: readonly number[]): I32 => i32.mul(index, steps[axis.place]!)
          along(others, f.let(i32.add(source, at(from))), f.let(i32.add(target, at(to))))
        })
        return
      }
      const start = behind(k.buffer(input), source)
      if (lastOfInput === last) {
        copyRows(k, {
          rows: 1,
          length: length(last),
          from: { at: start, step: 0 },
          to: { buffer: output, at: target, step: 0 },
          kept,
        })
        return
      }
      const matrix = {
        rows: axes[last]!.length,
        columns: length(last),
        from: start,
        rowStep: from[last]!,
        columnStep: to[lastOfInput]!,
      }
      transposeRows(k, matrix, (value, at, offset, lanes) => {
        const place = f.let(i32.add(i32.add(target, at), offset))
        f.storeLanes(behind(k.buffer(output), place), f.let(withDerivative(k, kept, value, place)), lanes)
      })
    }
    const outer = axes.filter(({ place }) => place !== last && place !== lastOfInput)
    along(outer, image, image)
  })
}
