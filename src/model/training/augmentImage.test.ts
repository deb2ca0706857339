import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_AUGMENTATION } from './augmentation'
import { augmentImage, drawNumber } from './augmentImage'
import { hash } from '../hash'

const SHAPE = { height: 5, width: 4, channels: 2 }
const IMAGE = Uint8Array.from({ length: 40 }, (_, i) => (i * 37) % 256)

/**
 * Worked out in Python: the draws and Keras's matrices anew, each channel through `scipy.ndimage.affine_transform` (SciPy 1.17, order 1,
 * mode `nearest`), then mirrored.
 */
const CASES = [
  {
    what: 'turned',
    number: 1,
    changes: { rotation: 90 },
    values: [
      10.243, 47.243, 84.075, 121.075, 158.125, 162.17, 199.144, 7.233, 41.289, 78.289, 117.821, 154.821, 177.364,
      205.752, 10.141, 47.141, 76.203, 113.203, 152.734, 189.452, 220.635, 10.558, 50.584, 86.797, 115.859, 152.859,
      187.648, 224.648, 25.752, 62.199, 84.711, 121.711, 155.767, 192.767, 222.562, 46.326, 76.778, 78.925, 115.757,
      152.757,
    ],
  },
  {
    what: 'turned, moved, zoomed and sheared',
    number: 3141357079,
    changes: { rotation: 60, widthShift: 0.3, heightShift: 0.3, zoom: 0.4, shear: 30 },
    values: [
      0.0, 37.0, 0.0, 37.0, 37.088, 74.088, 121.648, 158.648, 3.376, 40.376, 13.286, 50.286, 80.25, 117.25, 174.721,
      211.721, 39.755, 76.755, 49.666, 86.666, 136.597, 168.482, 184.083, 67.008, 76.135, 113.135, 98.472, 135.472,
      161.222, 150.418, 80.864, 68.413, 112.515, 149.515, 154.819, 185.025, 100.69, 104.571, 87.76, 124.76,
    ],
  },
  {
    what: 'upside down',
    number: 429870642,
    changes: {
      rotation: 180,
      widthShift: 0.2,
      heightShift: 0.5,
      zoom: 0.9,
      shear: 45,
      horizontalFlip: true,
      verticalFlip: true,
    },
    values: [
      160.0, 197.0, 160.0, 197.0, 160.0, 197.0, 160.0, 197.0, 139.049, 176.049, 159.297, 196.297, 160.0, 197.0, 220.438,
      48.355, 106.821, 143.821, 127.068, 164.068, 173.581, 148.531, 65.129, 83.662, 74.592, 111.592, 94.839, 131.839,
      118.917, 141.261, 101.334, 138.334, 42.363, 79.363, 136.928, 173.308, 118.073, 54.571, 69.105, 106.105,
    ],
  },
  {
    what: 'with noise',
    number: 1463905880,
    changes: { zoom: 0.2, shear: 10, noise: 0.1, horizontalFlip: true },
    values: [
      105.873, 29.819, 177.191, 190.455, 72.24, 148.48, 15.486, 61.618, 0.0, 78.594, 202.892, 144.4, 106.088, 125.739,
      77.328, 100.076, 35.995, 86.861, 234.194, 0.0, 144.813, 194.207, 88.183, 168.905, 84.708, 134.431, 70.207, 79.072,
      184.261, 204.809, 143.089, 199.09, 93.967, 115.355, 37.13, 38.65, 210.37, 92.366, 153.97, 134.015,
    ],
  },
]

describe('augmentImage', () => {
  it.each(CASES)('does what Keras and SciPy do: $what', ({ number, changes, values }) => {
    const augmentation = { ...NO_AUGMENTATION, ...changes }
    const floats = augmentImage(IMAGE, SHAPE, augmentation, number, new Float32Array(40))
    values.forEach((value, i) => expect(floats[i]).toBeCloseTo(value, 2))
    const bytes = augmentImage(IMAGE, SHAPE, augmentation, number, new Uint8ClampedArray(40))
    expect([...bytes]).toEqual(values.map(Math.round))
  })

  const someShape = fc.record({
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom(1, 3),
  })
  const drawImage = ({ height, width, channels }: typeof SHAPE, number: number): Uint8Array =>
    Uint8Array.from({ length: height * width * channels }, (_, i) => hash(number + i))
  const someNumber = fc.nat(2 ** 32 - 1)

  it('leaves an image as it is when there is nothing to do', () => {
    fc.assert(
      fc.property(someShape, someNumber, (shape, number) => {
        const image = drawImage(shape, number)
        expect(augmentImage(image, shape, NO_AUGMENTATION, number, new Float32Array(image.length))).toEqual(
          Float32Array.from(image),
        )
      }),
    )
  })

  it('makes no value that lies beyond those of the image, noise apart, which stays between black and white', () => {
    const someAugmentation = fc.record({
      widthShift: fc.double({ min: 0, max: 0.5, noNaN: true }),
      heightShift: fc.double({ min: 0, max: 0.5, noNaN: true }),
      rotation: fc.double({ min: 0, max: 180, noNaN: true }),
      zoom: fc.double({ min: 0, max: 0.9, noNaN: true }),
      shear: fc.double({ min: 0, max: 45, noNaN: true }),
      noise: fc.constantFrom(0, 1),
      horizontalFlip: fc.boolean(),
      verticalFlip: fc.boolean(),
    })
    fc.assert(
      fc.property(someShape, someAugmentation, someNumber, (shape, augmentation, number) => {
        const image = drawImage(shape, number)
        const values = augmentImage(image, shape, augmentation, number, new Float32Array(image.length))
        const [least, most] = augmentation.noise > 0 ? [0, 255] : [Math.min(...image), Math.max(...image)]
        for (const value of values) expect(value >= least - 1e-3 && value <= most + 1e-3).toBe(true)
      }),
    )
  })

  it('mirrors half of the images, each way by itself', () => {
    const augmentation = { ...NO_AUGMENTATION, horizontalFlip: true, verticalFlip: true }
    const counts = new Map<string, number>()
    for (let place = 0; place < 4000; place++) {
      const shape = { height: 2, width: 2, channels: 1 }
      const image = Uint8Array.of(1, 2, 3, 4)
      const seen = augmentImage(image, shape, augmentation, drawNumber(1, 0, place), new Uint8ClampedArray(4)).join('')
      counts.set(seen, (counts.get(seen) ?? 0) + 1)
    }
    expect([...counts.keys()].toSorted()).toEqual(['1234', '2143', '3412', '4321'])
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(100)
  })

  it('draws noise of the normal distribution, of the deviation that is asked for', () => {
    const shape = { height: 200, width: 200, channels: 1 }
    const grey = new Uint8Array(40_000).fill(128)
    const augmentation = { ...NO_AUGMENTATION, noise: 0.1 }
    const draws = augmentImage(grey, shape, augmentation, drawNumber(3, 0, 0), new Float32Array(40_000)).map(
      (value) => (value - 128) / 25.5,
    )
    const share = (within: number): number => draws.filter((draw) => Math.abs(draw) < within).length / draws.length
    expect(draws.reduce((sum, draw) => sum + draw, 0) / draws.length).toBeCloseTo(0, 1)
    // Of the normal distribution, from a table.
    expect(share(1)).toBeCloseTo(0.6827, 2)
    expect(share(2)).toBeCloseTo(0.9545, 2)
    expect(share(0.25)).toBeCloseTo(0.1974, 2)
  })

  it('draws anew for another seed, step or place in the batch', () => {
    const numbers = [
      [1, 0, 0],
      [2, 0, 0],
      [1, 1, 0],
      [1, 0, 1],
    ] as const
    const images = numbers.map((key) =>
      augmentImage(
        IMAGE,
        SHAPE,
        { ...NO_AUGMENTATION, rotation: 90 },
        drawNumber(key[0], key[1], key[2]),
        new Uint8ClampedArray(40),
      ).join(),
    )
    expect(new Set(images).size).toBe(4)
  })
})
