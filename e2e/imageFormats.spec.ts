/** The formats that only a browser decodes: the pixels on the page are those that Pillow, which wrote the files, reads in them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toCsv, toZip } from './pictures.fixture'
import { expect, test } from './test.fixture'

const FORMATS = join(import.meta.dirname, '..', 'src', 'data', 'fixtures', 'formats')

const SIZES = ['13 × 9', '9 × 13'] as const

test('WebP, GIF and BMP, in several frames and with transparent parts, and JPEG, upright and on its side: read as Pillow reads them', async ({
  studio,
  page,
}) => {
  await studio.open()
  for (const size of SIZES) {
    const expected = JSON.parse(await readFile(join(FORMATS, 'expected.json'), 'utf8')) as Record<
      string,
      { size: readonly number[]; hex: string }
    >
    const images = Object.entries(expected).filter(([, image]) => image.size.join(' × ') === size)
    const files = await Promise.all(images.map(async ([name]) => [name, await readFile(join(FORMATS, name))] as const))
    const rows = images.map(([name], i) => `${name},${i % 2 === 0 ? 'even' : 'odd'},0`)
    await studio.data.choose([
      await toZip(Object.fromEntries(files)),
      toCsv(['image_path,label,split', ...rows].join('\n')),
    ])
    await expect(studio.data.summary).toContainText(`${size} pixels, colour`)
    await expect(studio.data.summary).toContainText(`${images.length} images`)
    await expect(studio.data.problems).toHaveCount(0)

    for (const [i, [name, { hex }]] of images.entries()) {
      const label = `${i % 2 === 0 ? 'even' : 'odd'}, train, ${name}`
      const shown = page.getByRole('button', { name: label }).locator('canvas')
      await expect(async () => {
        const rgba = await shown.evaluate((canvas: HTMLCanvasElement) => [
          ...(canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []),
        ])
        const rgb = rgba.filter((_, at) => at % 4 < 3)
        expect([name, Buffer.from(rgb).toString('hex')]).toEqual([name, hex])
      }).toPass()
    }
  }
})
