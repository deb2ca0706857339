import { SPLITS, type Split } from '../../model/split'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../model/random'
import { EXCLUDED, type Dataset } from '../dataset'
import type { Finding } from '../datasetFacts'
import { findFindings } from './findings'
import { readContents } from './imageContents'

const { signal } = new AbortController()
const SIDE = 5
const SIZE = SIDE * SIDE

/** Equal pictures are pixel by pixel the same; `blank` has nothing to see. */
interface Image {
  readonly picture: number | 'blank'
  readonly label?: number
  readonly split?: Split | 'excluded'
}

function drawPicture(picture: Image['picture']): readonly number[] {
  const random = createRandom(typeof picture === 'number' ? picture : 0)
  return Array.from({ length: SIZE }, () => (picture === 'blank' ? 250 + random.integer(5) : random.integer(256)))
}

function datasetOf(images: readonly Image[], names: readonly string[] = []): Dataset {
  return {
    name: 'pets',
    width: SIDE,
    height: SIDE,
    channels: 1,
    count: images.length,
    pixels: Uint8Array.from(images.flatMap(({ picture }) => drawPicture(picture))),
    classes: ['cat', 'dog', ...names],
    labels: Uint16Array.from(images, ({ label = 0 }) => label),
    splits: Uint8Array.from(images, ({ split = 'train' }) => (split === 'excluded' ? EXCLUDED : SPLITS.indexOf(split))),
    paths: images.map((_, i) => `${i}.png`),
  }
}

async function check(images: readonly Image[], names?: readonly string[]): Promise<readonly Finding[]> {
  const dataset = datasetOf(images, names)
  return findFindings(dataset, await readContents(dataset, signal))
}

/** So that no class is missing from train. */
const BOTH: readonly Image[] = [
  { picture: 1000, label: 0 },
  { picture: 1001, label: 1 },
]

describe('the checks of a dataset', () => {
  it('have nothing to say of a sound one', async () => {
    expect(await check([...BOTH, { picture: 1, split: 'test' }, { picture: 2, label: 1, split: 'test' }])).toEqual([])
  })

  it('find a test split that is the train split under other names, and offer to take the test out', async () => {
    const pictures = Array.from({ length: 6 }, (_, picture) => ({ picture, label: picture % 2 }))
    const found = await check([...pictures, ...pictures.map((image) => ({ ...image, split: 'test' as const }))])
    expect(found.map(({ kind }) => kind)).toEqual(['repeatedSplit'])
    expect(found[0]?.message).toMatch(
      /^The test split repeats the train split: 6 of 6 test images are also in the train split/,
    )
    expect(found[0]?.remedy).toEqual({ kind: 'exclude', images: [6, 7, 8, 9, 10, 11] })
  })

  it('find that most classes have one image', async () => {
    const names = ['3', '4', '5', '6']
    const images = Array.from({ length: 6 }, (_, label) => ({ picture: label, label }))
    const found = await check([...images, { picture: 7, label: 0 }], names)
    expect(found.map(({ kind }) => kind)).toEqual(['singleImage'])
    expect(found[0]?.message).toMatch(/^5 of 6 classes have a single image, so nothing can be learned of them/)
    expect(found[0]?.images).toEqual([1, 2, 3, 4, 5])
  })

  it('find test and validation images that are in train too, and take the train copies out', async () => {
    const found = await check([
      ...BOTH,
      { picture: 1, split: 'test' },
      { picture: 2, label: 1, split: 'test' },
      { picture: 3, label: 1, split: 'validation' },
      { picture: 4, split: 'validation' },
      { picture: 1 },
      { picture: 3, label: 1 },
      { picture: 1 },
    ])
    expect(found.filter(({ kind }) => kind === 'leak')).toEqual([
      {
        kind: 'leak',
        severity: 'warning',
        message:
          '1 test image and 1 validation image are also in the train split, pixel by pixel: results on what was learned by heart look better than they are. Take the train split’s copies out.',
        images: [2, 6, 8, 4, 7],
        remedy: { kind: 'exclude', images: [6, 7, 8] },
      },
    ])
  })

  it('tell of images that validation and test share', async () => {
    const [leak] = await check([
      ...BOTH,
      { picture: 1, split: 'test' },
      { picture: 1, split: 'validation' },
      { picture: 2, label: 1, split: 'test' },
      { picture: 3, label: 1, split: 'validation' },
    ])
    expect(leak).toMatchObject({
      kind: 'leak',
      severity: 'info',
      images: [2, 3],
      remedy: { kind: 'exclude', images: [3] },
    })
  })

  it('find the same image with different labels', async () => {
    const found = await check([...BOTH, { picture: 1, label: 0 }, { picture: 1, label: 1 }])
    expect(found).toEqual([
      {
        kind: 'conflict',
        severity: 'warning',
        message:
          '2 images are the same as others that have another label, such as “cat” and “dog”: no model can get them all right. Correct their labels, or take them out.',
        images: [2, 3],
        remedy: { kind: 'exclude', images: [2, 3] },
      },
    ])
  })

  it('find copies within a split, and leave one of each', async () => {
    const found = await check([...BOTH, { picture: 1 }, { picture: 2, label: 1 }, { picture: 1 }, { picture: 1 }])
    expect(found).toEqual([
      {
        kind: 'duplicate',
        severity: 'info',
        message:
          '2 train images are copies of another with the same label: they weigh more than the others and say nothing new.',
        images: [2, 4, 5],
        remedy: { kind: 'exclude', images: [4, 5] },
      },
    ])
  })

  it('find images with nothing to see, and call them no copies', async () => {
    const [finding, ...others] = await check([...BOTH, { picture: 'blank' }, { picture: 'blank', label: 1 }])
    expect(finding).toMatchObject({ kind: 'empty', images: [2, 3], remedy: { kind: 'exclude', images: [2, 3] } })
    expect(finding!.message).toMatch(/^2 images show next to nothing/)
    expect(others).toEqual([])
  })

  it('let a thin stroke be an image', async () => {
    const dataset = datasetOf([{ picture: 'blank' }])
    dataset.pixels.fill(0).fill(120, 10, 13)
    expect([...(await readContents(dataset, signal)).isEmpty]).toEqual([0])
  })

  it('find classes that a split lacks', async () => {
    const messages = (
      await check([
        { picture: 1, label: 0 },
        { picture: 2, label: 1, split: 'test' },
      ])
    ).map(({ message }) => message)
    expect(messages).toEqual([
      'Class “dog” has no train images, so no model can learn it: choose other splits, or add images.',
      'Class “cat” has no test images, so the test results say nothing of it.',
    ])
  })

  it.each([
    [3, undefined],
    [4, 'info'],
    [10, 'info'],
    [11, 'warning'],
  ])('weigh classes of %i to 1', async (many, severity) => {
    const images = Array.from({ length: many }, (_, i): Image => ({ picture: i }))
    const [imbalance] = await check([...images, { picture: 999, label: 1 }])
    expect(imbalance?.severity).toBe(severity)
    if (imbalance) {
      expect(imbalance.message).toContain(`Class “cat” has ${many} train images, and “dog” has 1`)
      expect(imbalance.remedy).toEqual({ kind: 'classWeights' })
    }
  })

  it('look only at images that are in a split', async () => {
    const found = await check([
      ...BOTH,
      { picture: 1, split: 'excluded' },
      { picture: 1, label: 1 },
      { picture: 2, split: 'excluded', label: 1 },
      { picture: 2 },
      { picture: 'blank', split: 'excluded' },
    ])
    expect(found).toEqual([])
  })

  it('have nothing more to take out once their remedies were taken', async () => {
    const image = fc.record({
      picture: fc.constantFrom<Image['picture']>(1, 2, 3, 4, 'blank'),
      label: fc.nat(1),
      split: fc.constantFrom(...SPLITS),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(image, { maxLength: 30 }), async (images) => {
        const excluded = new Set(
          (await check([...BOTH, ...images])).flatMap(({ remedy }) =>
            remedy?.kind === 'exclude' ? remedy.images : [],
          ),
        )
        const rest = [...BOTH, ...images].map((each, i): Image =>
          excluded.has(i) ? { ...each, split: 'excluded' } : each,
        )
        expect((await check(rest)).filter(({ remedy }) => remedy?.kind === 'exclude')).toEqual([])
      }),
    )
  })

  it('find what is alike as comparing each with each does, whatever the size of an image', async () => {
    const images = fc.integer({ min: 1, max: 9 }).chain((size) =>
      fc.array(fc.array(fc.constantFrom(0, 255), { minLength: size, maxLength: size }), {
        minLength: 1,
        maxLength: 40,
      }),
    )
    await fc.assert(
      fc.asyncProperty(images, async (pictures) => {
        const { firstSame } = await readContents(
          {
            count: pictures.length,
            width: pictures[0]!.length,
            height: 1,
            channels: 1,
            pixels: Uint8Array.from(pictures.flat()),
          },
          signal,
        )
        const texts = pictures.map(String)
        expect([...firstSame]).toEqual(texts.map((text) => texts.indexOf(text)))
      }),
    )
  })
})
