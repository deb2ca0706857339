/** A copy of a kernel with inputs and outputs swapped, on demand with the taps in reverse. */
import type { TransposeKernel } from '../../plan/operations/transposeKernel'
import { behind, i32, int, v128, type I32, type V128 } from '../assembler/expressions'
import { VALUE, type Kernel, type KernelBuilder } from '../kernel'

export const transposeKernel: Kernel<TransposeKernel> = (spec, k) => {
  const { taps, inputs, outputs, turned, kernelOffset } = spec
  const { f } = k
  const tapBytes = VALUE * inputs * outputs
  f.loop(taps, (tap) => {
    const target = turned ? i32.sub(taps - 1, tap) : tap
    const from = k.pointer(behind(k.weights(kernelOffset), i32.mul(tap, tapBytes)))
    const to = k.pointer(behind(k.buffer(spec.transposed), i32.mul(target, tapBytes)))
    inFours(k, inputs, (input, rows) => {
      inFours(k, outputs, (output, columns) => {
        const row = k.pointer({
          base: i32.add(from, i32.add(i32.mul(input, VALUE * outputs), i32.mul(output, VALUE))),
          offset: 0,
        })
        const column = k.pointer({
          base: i32.add(to, i32.add(i32.mul(output, VALUE * inputs), i32.mul(input, VALUE))),
          offset: 0,
        })
        const block = [0, 1, 2, 3].map((i) =>
          f.let(v128.load({ base: row, offset: Math.min(i, rows - 1) * VALUE * outputs })),
        )
        for (const [index, value] of transpose(k, block).slice(0, columns).entries()) {
          f.storeLanes({ base: column, offset: index * VALUE * inputs }, f.let(value), rows)
        }
      })
    })
  })
}

function inFours(k: KernelBuilder, length: number, body: (first: I32, count: number) => void): void {
  const whole = length - (length % 4)
  k.f.loop(whole, (first) => body(first, 4), { by: 4 })
  if (length > whole) body(int(whole), length - whole)
}

/** Four rows as four columns. */
function transpose(k: KernelBuilder, [a, b, c, d]: readonly V128[]): readonly V128[] {
  const { f } = k
  const low = f.let(v128.shuffle(a!, b!, [0, 4, 1, 5]))
  const high = f.let(v128.shuffle(a!, b!, [2, 6, 3, 7]))
  const lowOther = f.let(v128.shuffle(c!, d!, [0, 4, 1, 5]))
  const highOther = f.let(v128.shuffle(c!, d!, [2, 6, 3, 7]))
  return [
    v128.shuffle(low, lowOther, [0, 1, 4, 5]),
    v128.shuffle(low, lowOther, [2, 3, 6, 7]),
    v128.shuffle(high, highOther, [0, 1, 4, 5]),
    v128.shuffle(high, highOther, [2, 3, 6, 7]),
  ]
}
