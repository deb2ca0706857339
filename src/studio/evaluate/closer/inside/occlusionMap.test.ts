/** What covered parts say of each pixel. */
import { expect, it } from 'vitest'
import { middleOfPatch, shareFalls, spreadFalls } from './occlusionMap'

it('gives each pixel the mean of the falls under the patches that cover it', () => {
  const occlusion = {
    rows: 1,
    columns: 3,
    patch: 2,
    stride: 1,
    whole: 0.9,
    probabilities: Float32Array.of(0.9, 0.5, 0.1),
  }
  const falls = spreadFalls({ ...occlusion }, { width: 4, height: 2 })
  const row = [0, 0.2, 0.6, 0.8].map((fall) => expect.closeTo(fall, 5) as number)
  expect([...falls]).toEqual([...row, ...row])
})

it('knows that the last patch ends where the image does', () => {
  // Of 5 pixels, with patches of 2 that move by 2: at 0, 2 and 3.
  const occlusion = { patch: 2, stride: 2 }
  expect(middleOfPatch(occlusion, 2, { width: 5, height: 2 })).toEqual({ across: 4 / 5, down: 0.5 })
  const probabilities = Float32Array.of(1, 1, 0)
  const falls = spreadFalls({ rows: 1, columns: 3, whole: 1, probabilities, ...occlusion }, { width: 5, height: 2 })
  expect([...falls.subarray(0, 5)]).toEqual([0, 0, 0, 0.5, 1])
})

it('leaves no pixel that a patch never covers a fall', () => {
  const probabilities = Float32Array.of(0, 0)
  const falls = spreadFalls(
    { rows: 1, columns: 2, patch: 1, stride: 2, whole: 1, probabilities },
    { width: 3, height: 1 },
  )
  expect([...falls]).toEqual([1, 0, 1])
})

it('makes no picture of rounding', () => {
  expect(shareFalls(Float32Array.of(0.25, -0.5))).toEqual({ shares: Float32Array.of(0.5, -1), most: 0.5 })
  expect(shareFalls(Float32Array.of(1e-8, 1e-8))).toEqual({ shares: Float32Array.of(0, 0), most: 0 })
})
