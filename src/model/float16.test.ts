import { expect, it } from 'vitest'
import { fromFloat16, toFloat16 } from './float16'

/** `numpy.float32(value).astype(numpy.float16).view(numpy.uint16)`, NumPy 2. */
const OF_NUMPY: readonly (readonly [value: number, bits: number])[] = [
  [0, 0],
  [1, 15360],
  [-2, 49152],
  [65504, 31743],
  [65519.99, 31743],
  [65520, 31744],
  [1e-8, 0],
  [2 ** -25, 0],
  [2.980232594040899e-8, 1],
  [5.960464477539063e-8, 1],
  [8.940696716308594e-8, 2],
  [6.097555160522461e-5, 1023],
  [6.103515625e-5, 1024],
  [0.1, 11878],
  [0.9995, 15359],
  [0.99951171875, 15359],
  [0.999755859375, 15360],
  [1 / 3, 13653],
  [2049, 26624],
  [2051, 26626],
  [Infinity, 31744],
  [-1e-8, 32768],
]

it.each(OF_NUMPY)('rounds %d as NumPy does', (value, bits) => {
  expect(toFloat16(value)).toBe(bits)
})

it('writes every number that it reads in the same bits', () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = fromFloat16(bits)
    if (Number.isNaN(value)) expect(fromFloat16(toFloat16(value))).toBeNaN()
    else expect(toFloat16(value)).toBe(bits)
  }
})
