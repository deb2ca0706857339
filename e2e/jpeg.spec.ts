/** JPEG images, which only a browser decodes: the pixels on the page are those that Pillow, which wrote them, reads back. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toCsv, toZip } from './pictures.fixture'
import { expect, test } from './test.fixture'

const FIXTURES = join(import.meta.dirname, '..', 'src', 'data', 'fixtures')

test('JPEG images are read in grey and in colour', async ({ studio, page }) => {
  const originals = JSON.parse(await readFile(join(FIXTURES, 'expected.json'), 'utf8')) as Record<
    string,
    { hex: string }
  >
  await studio.openOnProcessor()
  // The last number is Pillow 9.4's: by how many of 255 steps a pixel differs from the original, on average.
  for (const [file, original, colour, loss] of [
    ['grey.jpg', 'grey.png', 'grey', 1.17],
    ['colour.jpg', 'rgb.png', 'colour', 8.7],
  ] as const) {
    const bytes = await readFile(join(FIXTURES, file))
    const paths = ['a1.jpg', 'a2.jpg', 'b1.jpg', 'b2.jpg']
    const zip = await toZip(Object.fromEntries(paths.map((path) => [path, bytes])))
    const rows = paths.map((path) => `${path},${path.charAt(0)},${path.charAt(1) === '1' ? 0 : 2}`)
    await studio.data.choose([zip, toCsv(['image_path,label,split', ...rows].join('\n'))])
    await expect(studio.data.summary).toContainText(`13 × 9 pixels, ${colour}`)
    await expect(studio.data.summary).toContainText('4 images')
    await expect(studio.data.problems).toHaveCount(0)

    const shown = page.getByRole('button', { name: 'a, train, a1.jpg' }).locator('canvas')
    await expect(async () => {
      const rgba = await shown.evaluate((canvas: HTMLCanvasElement) => [
        ...(canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []),
      ])
      expect(meanDifference(rgba, Buffer.from(originals[original]?.hex ?? '', 'hex'))).toBeCloseTo(loss, 1)
    }).toPass()
  }
})

/** Between an RGBA picture and one of one or three channels. */
function meanDifference(rgba: readonly number[], original: Uint8Array): number {
  const pixels = rgba.length / 4
  const channels = original.length / pixels
  const differences = Array.from(original, (value, at) => {
    const [pixel, channel] = [Math.floor(at / channels), at % channels]
    return Math.abs(value - (rgba[pixel * 4 + channel] ?? NaN))
  })
  return differences.reduce((sum, difference) => sum + difference, 0) / differences.length
}
