/** Numbers of 16 bits (IEEE 754 binary16), which not every browser has a typed array for. */

const [float, bits] = (() => {
  const buffer = new ArrayBuffer(4)
  return [new Float32Array(buffer), new Uint32Array(buffer)]
})()

/** @returns the bits of the nearest number of 16 bits; of two that are as near, the even one. */
export function toFloat16(value: number): number {
  float[0] = value
  const all = bits[0]!
  const sign = (all >>> 16) & 0x8000
  const magnitude = all & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  // From 65,520 on, the nearest is infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00
  if (magnitude >= 0x38800000) {
    const even = (magnitude >>> 13) & 1
    return sign | ((magnitude - 0x38000000 + 0xfff + even) >>> 13)
  }
  // Below the smallest normal one, steps are of 2^-24.
  const steps = Math.abs(float[0]) * 2 ** 24
  const floor = Math.floor(steps)
  const rest = steps - floor
  return sign | (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor)
}

export function fromFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >>> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
