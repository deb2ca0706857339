import { describe, expect, it } from 'vitest'
import { makeGreyPng, makePng, type PngRecipe } from '../images/makePng.fixture'
import { imageOf, runImport, zipOf } from './runImport.fixture'

/** Two classes of one image each, 2 x 1 pixels. */
const pair = (one: Uint8Array, other: Uint8Array): File => zipOf({ 'a/0.png': one, 'b/1.png': other })

const deep = (colourType: 0 | 2 | 4 | 6, ...samples: number[]): Uint8Array =>
  makePng({
    width: 2,
    height: 1,
    colourType,
    depth: 16,
    sample: (x, _y, c) => (c === 3 || (c === 1 && colourType === 4) ? 65_535 : samples[x]!),
  })

describe('images of 16 bits', () => {
  it.each([
    [8, 255],
    [10, 1023],
    [12, 4095],
    [14, 16_383],
  ])('that use %i of them are spread over all bytes, and a note says so', async (bits, white) => {
    const imported = await runImport([pair(deep(0, white, 0), deep(0, white / 3, (2 * white) / 3))])
    expect(imageOf(imported, 0)).toEqual([255, 0])
    expect(imageOf(imported, 1)).toEqual([85, 170])
    expect(imported.notes).toContainEqual(
      expect.stringMatching(
        `^The 2 images of 16 bits use ${bits} of them, so ${white.toLocaleString('en-US')} was taken for white`,
      ),
    )
    expect(imported.open).toEqual(['bits'])
  })

  it('are judged over the whole set, and not image by image', async () => {
    const imported = await runImport([pair(deep(0, 255, 100), deep(0, 4095, 2000))])
    expect(imageOf(imported, 0)).toEqual([16, 6])
    expect(imageOf(imported, 1)).toEqual([255, 125])
  })

  it('keep their high byte when they use all of them, and when a person says so', async () => {
    const full = await runImport([pair(deep(0, 65_535, 300), deep(0, 256, 0))])
    expect([imageOf(full, 0), imageOf(full, 1)]).toEqual([[255, 1], [1, 0]]) // prettier-ignore
    expect(full.notes.join()).not.toContain('16 bits')
    const dim = [pair(deep(0, 4095, 0), deep(0, 4000, 256))]
    expect(imageOf(await runImport(dim, { bits: 16 }), 0)).toEqual([15, 0])
    expect(imageOf(await runImport(dim, { bits: 10 }), 1)).toEqual([255, 64])
  })

  it('are spread in every colour type, and images of 8 bits beside them stay as they are', async () => {
    for (const colourType of [0, 2, 4, 6] as const) {
      const imported = await runImport([
        pair(
          deep(colourType, 4095, 2048),
          makeGreyPng(2, 1, () => 7),
        ),
      ])
      expect([imageOf(imported, 0), imageOf(imported, 1)]).toEqual([[255, 128], [7, 7]]) // prettier-ignore
    }
  })

  it('stay black when they all are', async () => {
    const imported = await runImport([pair(deep(0, 0, 0), makeGreyPng(2, 1))])
    expect(imageOf(imported, 0)).toEqual([0, 0])
    expect(imported.notes.join()).not.toContain('16 bits')
  })
})

describe('images that are see-through in part', () => {
  /** `alpha` of two pixels in one colour, as each kind of PNG may say it. */
  const seeThrough = (colour: number, [first, second]: readonly [number, number]): Record<string, PngRecipe> => {
    const size = { width: 2, height: 1 }
    const other = colour === 0 ? 1 : 0
    return {
      rgba: { ...size, colourType: 6, depth: 8, sample: (x, _y, c) => (c === 3 ? [first, second][x]! : colour) },
      greyAlpha: { ...size, colourType: 4, depth: 8, sample: (x, _y, c) => (c === 1 ? [first, second][x]! : colour) },
      palette: {
        ...size,
        colourType: 3,
        depth: 4,
        sample: (x) => x,
        palette: [colour, colour, colour, colour, colour, colour],
        transparency: [first, second],
      },
      keyed: { ...size, colourType: 0, depth: 8, sample: (x) => (x === 0 ? colour : other), transparency: [0, other] },
      keyedRgb: {
        ...size,
        colourType: 2,
        depth: 8,
        sample: (x) => (x === 0 ? colour : other),
        transparency: [0, other, 0, other, 0, other],
      },
    }
  }

  it.each(Object.keys(seeThrough(0, [255, 0])))('are laid on white where what shows is dark: %s', async (kind) => {
    const image = makePng(seeThrough(0, [255, 0])[kind]!)
    const imported = await runImport([pair(image, image)])
    expect(imageOf(imported, 0)).toEqual([0, 255])
    expect(imported.notes).toContainEqual(
      expect.stringMatching('^2 images are see-through in part, and what shows is dark, so they were laid on white'),
    )
    expect(imported.open).toEqual(['ground'])
  })

  it.each(Object.keys(seeThrough(255, [255, 0])))('are laid on black where what shows is light: %s', async (kind) => {
    const image = makePng(seeThrough(255, [255, 0])[kind]!)
    const imported = await runImport([pair(image, image)])
    expect(imageOf(imported, 0)).toEqual([255, 0])
    expect(imported.notes.join()).toContain('laid on black')
  })

  it('are laid on one ground in a set, and on the other where a person says so', async () => {
    const images = [pair(makePng(seeThrough(0, [255, 51])['rgba']!), makePng(seeThrough(200, [255, 0])['rgba']!))]
    const chosen = await runImport(images)
    expect([imageOf(chosen, 0), imageOf(chosen, 1)]).toEqual([[0, 204], [200, 255]]) // prettier-ignore
    const black = await runImport(images, { ground: 'black' })
    expect([imageOf(black, 0), imageOf(black, 1)]).toEqual([[0, 0], [200, 0]]) // prettier-ignore
    expect(black.notes.join()).not.toContain('see-through')
  })

  it('keep their colours when an alpha channel says nothing, or nothing at all would show', async () => {
    const opaque = makePng(seeThrough(90, [255, 255])['rgba']!)
    const clear = makePng(seeThrough(90, [0, 0])['rgba']!)
    const first = await runImport([pair(opaque, opaque)])
    expect(imageOf(first, 0)).toEqual([90, 90])
    expect(first.open).toBeUndefined()
    const second = await runImport([pair(clear, clear)])
    expect(imageOf(second, 0)).toEqual([90, 90])
    expect(second.notes.join()).toContain('2 images are see-through everywhere, so only the colours were read')
  })
})
