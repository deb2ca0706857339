/** Images that the programs read: those of another shape, and those that lie on their side. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasModules, runPython } from '../../../scripts/interop/python'
import { fitImage } from '../../data/images/fitImage'
import { pythonReadImage } from './readImage'

const WIDE = { width: 8, height: 4, channels: 3 } as const
const pixels = Uint8Array.from({ length: 8 * 4 * 3 }, (_, at) => (at * 37) % 256)

/** What the program reads for a model of such images, of a file with the pixels and that orientation. */
function readBack(data: { readonly height: number; readonly width: number }, orientation: number): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'strata-read-image-'))
  const model = { data: { ...data, channels: 3, classes: 2 }, normalisation: { mean: [], deviation: [] } }
  const program = `
import json
import numpy as np
from PIL import Image, ImageOps

${pythonReadImage(model, { layout: 'NHWC', takes: 'bytes' })}

image = Image.fromarray(np.array(${JSON.stringify([...pixels])}, dtype=np.uint8).reshape(4, 8, 3))
exif = image.getexif()
exif[0x0112] = ${orientation}
image.save("image.png", exif=exif)
print(json.dumps(read_image("image.png").ravel().tolist()))
`
  writeFileSync(join(folder, 'program.py'), program)
  return Uint8Array.from(JSON.parse(runPython(['program.py'], { folder }).stdout) as number[])
}

describe.skipIf(!hasModules('PIL', 'numpy'))('read_image', () => {
  it('shows an image of another shape whole, with black beside it, as Strata does', () => {
    const size = { width: 4, height: 4 }
    const expected = fitImage({ ...WIDE, pixels }, size, 'contain', 'area').pixels
    const read = readBack(size, 1)
    expect(read).toHaveLength(expected.length)
    for (const [at, value] of read.entries()) expect(Math.abs(value - expected[at]!)).toBeLessThanOrEqual(1)
  })

  it('turns an image as its Exif data say', () => {
    const turned = Uint8Array.from({ length: pixels.length }, (_, at) => {
      const [row, column, channel] = [Math.floor(at / 12), Math.floor(at / 3) % 4, at % 3]
      // A quarter to the right: the first column from below is the first row.
      return pixels[((3 - column) * 8 + row) * 3 + channel]!
    })
    expect(readBack({ width: 4, height: 8 }, 6)).toEqual(turned)
  })
})
