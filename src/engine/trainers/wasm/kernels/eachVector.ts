/** Values that lie side by side, four at a time. */
import { int, type I32 } from '../assembler/expressions'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'

/**
 * Goes over values that lie side by side.
 *
 * @param body with where four of them lie, in bytes from the first, and how many of the four are there. It is written out anew for the last
 *   ones, where those are fewer.
 */
export function eachVector(k: KernelBuilder, values: number, body: (at: I32, lanes: number) => void): void {
  const whole = VALUE * (values - (values % 4))
  k.f.loop(whole, (at) => body(at, 4), { by: VECTOR })
  if (values % 4 > 0) body(int(whole), values % 4)
}
