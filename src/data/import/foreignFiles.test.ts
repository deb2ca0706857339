import { describe, expect, it } from 'vitest'
import { makeGreyPng } from '../images/makePng.fixture'
import { imageOf, runImport, zipOf } from './runImport.fixture'

const bytes = (text: string, ...more: number[]): Uint8Array => Uint8Array.of(...new TextEncoder().encode(text), ...more)
const heic = bytes('\0\0\0\x18ftypheic\0\0\0\0mif1heic')

describe('images of other formats', () => {
  it('come in folders, as those of Netpbm, which may look like text', async () => {
    const imported = await runImport([
      zipOf({
        's1/1.pgm': bytes('P5\n2 1\n255\n', 65, 66),
        's1/2.ppm': bytes('P6\n2 1\n255\n', 1, 2, 3, 4, 5, 6),
        's2/1.pbm': bytes('P1\n2 1\n0 1\n'),
      }),
    ])
    expect(imported.dataset.classes).toEqual(['s1', 's2'])
    expect([0, 1, 2].map((image) => imageOf(imported, image))).toEqual([
      [65, 65, 65, 66, 66, 66],
      [1, 2, 3, 4, 5, 6],
      [255, 255, 255, 0, 0, 0],
    ])
    expect(imported.problemCount).toBe(0)
  })

  it('are named with what to do, in an archive of nothing else', async () => {
    await expect(runImport([zipOf({ 'a/1.heic': heic, 'b/2.heic': heic })])).rejects.toThrow(
      'None of these 2 files is an image or a table that can be read; a/1.heic, for one, is a HEIC image: convert it to PNG or JPEG.',
    )
  })

  it('are listed with what to do, beside images that are read', async () => {
    const image = makeGreyPng(2, 1, () => 9)
    const { dataset, files } = await runImport([zipOf({ 'a/1.png': image, 'b/2.png': image, 'b/3.heic': heic })])
    expect(dataset.count).toBe(2)
    expect(files.map(({ outcome }) => outcome)).toContain(
      'b/3.heic is a HEIC image, so it was left out: convert it to PNG or JPEG.',
    )
  })
})
