import { describe, expect, it } from 'vitest'
import { EXCLUDED } from '../../data/dataset'
import { NO_AUGMENTATION } from '../../model/training/augmentation'
import { augmentImage, drawNumber } from '../../model/training/augmentImage'
import { previewAugmentation } from './previewAugmentation'
import { makeStripes } from '../stripes.fixture'

const STRIPES = makeStripes({ train: 20, validation: 0, test: 20 })
const AUGMENTATION = { ...NO_AUGMENTATION, rotation: 30, noise: 0.1 }
const REQUEST = { augmentation: AUGMENTATION, seed: 5, images: 4, variants: 3 }

/** The picture at a place of the preview, as grey values. */
function pictureAt(rgba: Uint8ClampedArray, place: number): number[] {
  return [...rgba.subarray(place * 256, (place + 1) * 256)].filter((_, at) => at % 4 === 0)
}

describe('previewAugmentation', () => {
  it('shows train images of every class, each before its variants', () => {
    const { rgba, labels, width, height } = previewAugmentation(STRIPES, REQUEST)
    expect([width, height]).toEqual([8, 8])
    expect(rgba).toHaveLength(4 * 4 * 8 * 8 * 4)
    expect(labels).toEqual(['horizontal', 'horizontal', 'vertical', 'vertical'])
    const train = Array.from({ length: 20 }, (_, i) => [...STRIPES.pixels.subarray(i * 64, (i + 1) * 64)])
    for (let row = 0; row < 4; row++) {
      const original = pictureAt(rgba, row * 4)
      expect(train).toContainEqual(original)
      for (let variant = 1; variant <= 3; variant++) expect(pictureAt(rgba, row * 4 + variant)).not.toEqual(original)
    }
  })

  it('draws as training does, and the same for the same seed', () => {
    const { rgba } = previewAugmentation(STRIPES, REQUEST)
    const original = Uint8Array.from(pictureAt(rgba, 8))
    const shape = { height: 8, width: 8, channels: 1 }
    const variant = augmentImage(original, shape, AUGMENTATION, drawNumber(5, 1, 2), new Uint8ClampedArray(64))
    expect(pictureAt(rgba, 10)).toEqual([...variant])
    expect(previewAugmentation(STRIPES, REQUEST).rgba).toEqual(rgba)
    expect(previewAugmentation(STRIPES, { ...REQUEST, seed: 6 }).rgba).not.toEqual(rgba)
  })

  it('keeps colours', () => {
    const pixels = Uint8Array.from({ length: 20 * 64 * 3 }, (_, at) => [200, 100, 0][at % 3]!)
    const coloured = { ...STRIPES, channels: 3, pixels, count: 20 }
    const { rgba } = previewAugmentation(coloured, { ...REQUEST, augmentation: { ...AUGMENTATION, noise: 0 } })
    for (let at = 0; at < rgba.length; at += 4) expect([...rgba.subarray(at, at + 4)]).toEqual([200, 100, 0, 255])
  })

  it('shows as many images as there are, and says so when there are none', () => {
    const few = makeStripes({ train: 2, validation: 0, test: 5 })
    expect(previewAugmentation(few, REQUEST).labels).toHaveLength(2)
    const none = { ...few, splits: few.splits.map((split) => (split === 0 ? EXCLUDED : split)) }
    expect(() => previewAugmentation(none, REQUEST)).toThrow('The train split has no images to show this on.')
  })

  it('refuses what training would refuse', () => {
    const wrong = { ...REQUEST, augmentation: { ...AUGMENTATION, rotation: 400 } }
    expect(() => previewAugmentation(STRIPES, wrong)).toThrow(/Rotation/)
  })
})
