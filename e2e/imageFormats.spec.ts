/** Images of every format: the pixels on the page are those that Pillow, which wrote the files, reads in them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toCsv, toZip } from './pictures.fixture'
import { expect, test } from './test.fixture'

const FORMATS = join(import.meta.dirname, '..', 'src', 'data', 'fixtures', 'formats')

const SIZES = ['13 × 9', '9 × 13'] as const

test('images of every format, in several frames and with transparent parts, upright and on their side: read as Pillow reads them', async ({
  studio,
  page,
}) => {
  await studio.openOnProcessor()
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
        // Decoders of AVIF may round its colours in their own ways.
        const nearly = name.endsWith('.avif') ? 2 : 0
        const wanted = Buffer.from(hex, 'hex')
        const furthest = Math.max(...rgb.map((value, at) => Math.abs(value - wanted[at]!)))
        expect([name, rgb.length, furthest <= nearly]).toEqual([name, wanted.length, true])
      }).toPass()
    }
  }
})

test('ink that is in the alpha channel alone is laid on white, and on black when a person says so', async ({
  studio,
  page,
}) => {
  await studio.openOnProcessor()
  const ink = async (name: string): Promise<Buffer> => readFile(join(FORMATS, name))
  await studio.data.choose([
    await toZip({ 'webp/ink.webp': await ink('ink.webp'), 'avif/ink.avif': await ink('ink.avif') }),
  ])
  await expect(studio.data.summary).toContainText('2 images')
  await expect(
    page.getByText('2 images are see-through in part, and what shows is dark, so they were laid on white'),
  ).toBeVisible()
  const brightest = async (name: string): Promise<number> =>
    page
      .getByRole('button', { name })
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
        return data.filter((_, at) => at % 4 === 0).reduce((most, value) => Math.max(most, value))
      })
  for (const name of ['webp/ink.webp', 'avif/ink.avif']) await expect.poll(() => brightest(name)).toBe(255)

  await studio.data.unfold('How it was read')
  await studio.data.button('Change …').click()
  await studio.data.field('Behind see-through parts').selectOption('Black')
  await studio.data.button('Read again').click()
  for (const name of ['webp/ink.webp', 'avif/ink.avif']) await expect.poll(() => brightest(name)).toBe(0)
})

test('photographs that were turned by their Exif data, some of a set, are told, and read as stored when a person says so', async ({
  studio,
  page,
}) => {
  await studio.openOnProcessor()
  const jpeg = async (name: string): Promise<Buffer> => readFile(join(FORMATS, name))
  const [upright, onHead] = [await jpeg('orientation1.jpg'), await jpeg('orientation3.jpg')]
  await studio.data.choose([await toZip({ 'a/0.jpg': upright, 'b/1.jpg': upright, 'b/2.jpg': onHead })])
  await expect(page.getByText('1 image was turned as the Exif data in it say, and the others were not')).toBeVisible()
  const firstRed = async (name: string): Promise<number> =>
    page
      .getByRole('button', { name })
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => canvas.getContext('2d')!.getImageData(0, 0, 1, 1).data[0]!)
  await expect.poll(() => firstRed('b/2.jpg')).toBeGreaterThan(150)

  await studio.data.unfold('How it was read')
  await studio.data.button('Change …').click()
  await studio.data.field('Way up').selectOption('As stored')
  await studio.data.button('Read again').click()
  await expect.poll(() => firstRed('b/2.jpg')).toBeLessThan(100)
})
