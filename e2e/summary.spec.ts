/** What a model is, to read and to take along: its summary, its diagram, and where the time of a step goes. */
import { decode } from 'fast-png'
import { expect, test } from './test.fixture'

test('the summary is read, copied and saved, and the diagram is seen and saved', async ({ studio, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await studio.open()
  const { model } = studio

  await model.view('Summary')
  await expect(model.summary).toContainText('conv2d_1 (Conv2D)')
  await expect(model.summary).toContainText('(None, 12, 12, 32)')
  await expect(model.summary).toContainText('Total params: 30,634 (119.66 KB)')
  await model.summary.getByRole('button', { name: 'Copy' }).click()
  await expect(model.summary.getByRole('status')).toHaveText('Copied')
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toMatch(/^Model: "sequential"\n┏━+/)
  const text = await model.save(model.summary, 'Save as text')
  expect(text.name).toBe('summary.txt')
  expect(text.bytes.toString('utf8')).toBe(copied)
  await page.keyboard.press('Escape')
  await expect(model.summary).toBeHidden()

  await model.view('Diagram')
  const picture = model.diagram.getByRole('img', { name: /^Diagram of the model: reshape, conv2d/ })
  await expect
    .poll(() => picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
    .toBeGreaterThan(100)
  const svg = await model.save(model.diagram, 'Save SVG')
  expect(svg.name).toBe('diagram.svg')
  const drawn = await page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, 'image/svg+xml')
    return {
      root: parsed.documentElement.nodeName,
      texts: [...parsed.querySelectorAll('text')].map((element) => element.textContent),
      width: Number(parsed.documentElement.getAttribute('width')),
    }
  }, svg.bytes.toString('utf8'))
  expect(drawn.root).toBe('svg')
  expect(drawn.texts).toEqual(expect.arrayContaining(['conv2d_1', 'Conv2D', '12 × 12 × 32', '18,464 params']))
  const png = await model.save(model.diagram, 'Save PNG')
  expect(png.name).toBe('diagram.png')
  const pixels = decode(png.bytes)
  expect(pixels.width).toBe(3 * drawn.width)
  // Black on white: the corner is paper, and somewhere there is ink.
  expect([...pixels.data.slice(0, 4)]).toEqual([255, 255, 255, 255])
  expect(pixels.data.some((value, at) => at % 4 === 0 && value < 10)).toBe(true)
})

test('a press measures a step, and every layer says its share, until the model changes', async ({ studio }) => {
  await studio.open()
  const { model } = studio
  await model.useSoftmaxRegression()
  await studio.train.enterRecipe({ batchSize: 8 })
  await model.measureTime.click()
  await expect(model.stepTime).toContainText(/a step of 8 images, \d+\s% of it for/)
  await expect(model.layer('Dense').item).toContainText(/% of a step/)
  await expect(model.layer('Flatten').item).toContainText('no time of its own')

  await studio.train.enterRecipe({ batchSize: 16 })
  await expect(model.stepTime).toContainText(/^Out of date: .* a step of 8 images/)
  await expect(model.layer('Dense').item).not.toContainText('of a step')
  // Of another model, nothing of it is left.
  await model.useTemplate('LeNet-5')
  await expect(model.stepTime).toContainText('How long a step takes, layer by layer')
})
