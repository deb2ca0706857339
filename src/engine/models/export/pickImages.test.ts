import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../../data/dataset'
import { PROOF_MODELS } from '../../../interop/proofModels.fixture'
import { CHECKED_IMAGES, pickImages } from './pickImages'

const { model } = PROOF_MODELS[0]!
const SIZE = 28 * 28

/** Each image has its number in all pixels; the splits are given one after another. */
function dataset([train, validation, test]: readonly [number, number, number], height = 28): Dataset {
  const count = train + validation + test
  const splits = Uint8Array.from({ length: count }, (_, i) => (i < train ? 0 : i < train + validation ? 1 : 2))
  const pixels = Uint8Array.from({ length: count * height * 28 }, (_, i) => Math.floor(i / (height * 28)))
  const paths = Array.from({ length: count }, (_, i) => `${i}.png`)
  const labels = new Uint16Array(count)
  return { name: 'x', width: 28, height, channels: 1, count, pixels, classes: model.classes, labels, splits, paths }
}

const numbersOf = (pixels: Uint8Array): readonly number[] =>
  Array.from({ length: CHECKED_IMAGES }, (_, at) => pixels[at * SIZE]!)

describe('the images of a check', () => {
  it('are spread evenly over the test images', () => {
    const { pixels, of } = pickImages(model, dataset([40, 40, 64]))
    expect(of).toBe('test')
    expect(numbersOf(pixels)).toEqual(Array.from({ length: CHECKED_IMAGES }, (_, at) => 80 + 2 * at))
  })

  it('are of another split where there are too few', () => {
    expect(pickImages(model, dataset([40, 33, 31])).of).toBe('validation')
    expect(pickImages(model, dataset([40, 3, 31])).of).toBe('train')
  })

  it('are random, and the same each time, where there are none of the model’s shape', () => {
    const { pixels, of } = pickImages(model, dataset([0, 0, 40], 27))
    expect(of).toBe('random')
    expect(new Set(pixels).size).toBe(256)
    expect(pickImages(model).pixels).toEqual(pixels)
  })
})
