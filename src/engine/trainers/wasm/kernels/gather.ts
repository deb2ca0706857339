/** Makes the part's images out of their bytes, as the first layer sees them. */
import type { Normalisation } from '../../../../model/training/normalisation'
import { sizeOf } from '../../../../model/layers/define'
import type { GatherBatch } from '../../plan/operations/batch'
import { constants, f32x4, i32, i32x4, v128, type V128 } from '../assembler/expressions'
import { VECTOR, type Kernel } from '../kernel'

export const gatherBatch: Kernel<GatherBatch> = (spec, k) => {
  const { f } = k
  if (spec.border) throw new Error('The images of a part have no border')
  const { height, width, channels } = spec.shape
  const from = k.pointer(k.buffer(spec.chunk.buffer))
  const to = k.pointer(k.buffer(spec.images))
  const pattern = normalisedBy(spec.normalisation, channels)
  const left = f.let(i32.mul(k.images, sizeOf([height, width, channels])))
  const make = (index: number, normalised: (bytes: V128) => V128): void => {
    const bytes = i32x4.widenLow16U(v128.load8x8U({ base: from, offset: 4 * index }))
    f.storeV128({ base: to, offset: VECTOR * index }, normalised(f32x4.fromS(bytes)))
  }
  const round = 4 * pattern.length
  f.while(i32.geS(left, round), () => {
    for (const [index, normalised] of pattern.entries()) make(index, normalised)
    f.increase(from, round)
    f.increase(to, 4 * round)
    f.increase(left, -round)
  })
  // The last round may end before its last value.
  for (const [index, normalised] of pattern.entries()) {
    f.when(i32.gtS(left, 4 * index), () => make(index, normalised))
  }
}

/** For each vector until the channels begin anew with a vector: what makes bytes into what the model sees. */
export function normalisedBy({ mean, deviation }: Normalisation, channels: number): readonly ((bytes: V128) => V128)[] {
  const isOne = [mean, deviation].every((values) => values.every((value) => value === values[0]))
  const vectors = isOne ? 1 : channels / gcd(4, channels)
  return Array.from({ length: vectors }, (_, vector) => {
    const lanes = (values: readonly number[], of: (value: number) => number): V128 =>
      constants(
        Float32Array.from({ length: 4 }, (__, lane) => of(values[(4 * vector + lane) % channels] ?? values[0]!)),
      )
    const scale = lanes(deviation, (value) => 1 / value)
    if (mean.every((value) => value === 0)) return (bytes) => f32x4.mul(bytes, scale)
    const middle = lanes(mean, (value) => value)
    return (bytes) => f32x4.mul(f32x4.sub(bytes, middle), scale)
  })
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
