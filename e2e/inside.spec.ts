/** The inside of a model for one image: its layers, what a value is made of, where it looks, and images of a person's own. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { StudioPage } from './pages/StudioPage'
import { drawPictures, toFiles, toPng } from './pictures.fixture'
import { expect, test } from './test.fixture'

async function train(studio: StudioPage): Promise<void> {
  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images')
  await trainLeNet(studio, 64)
}

async function trainLeNet(studio: StudioPage, batchSize: number): Promise<void> {
  await studio.model.useTemplate('LeNet-5')
  await studio.train.enterRecipe({ epochs: 1, batchSize, learningRate: 0.003 })
  await studio.train.finish()
}

/** Counts what the page asks of the engine about the inside of a model. Must be called before the page opens. */
async function countLooks(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const counter = { looks: 0 }
    Object.assign(window, { inside: counter })
    const post = Worker.prototype.postMessage
    Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: unknown[]) {
      const name = (message as { name?: string } | undefined)?.name ?? ''
      if (/^(lookInside|readOutput|readValue|readKernel|heatMap|occlude|readImage)$/.test(name)) counter.looks += 1
      return Reflect.apply(post, this, [message, ...rest]) as void
    }
  })
  return () => page.evaluate(() => (window as unknown as { inside: { looks: number } }).inside.looks)
}

/** How far the sum of rounded numbers may be from the rounded sum. */
const within = (count: number, digits: number): number => (count + 2) * 0.5 * 10 ** -digits

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

test('from the verdict on an image to its pixels, drawn and dropped images, and where the model looks', async ({
  studio,
  page,
}) => {
  const { closer, inside, explorer } = studio
  const looks = await countLooks(page)
  await studio.openOnProcessor()
  await train(studio)
  await closer.open.click()
  await expect(closer.figure('Scores by class, test split')).toBeVisible()
  expect(await looks()).toBe(0)
  await inside.tab.click()
  await expect(inside.verdict).toContainText(/The model says .\d., with \d+\.\d\s%/)
  await expect(inside.panel).toContainText('Test image 1 of 2,000')
  await expect(inside.arithmetic).toContainText('What')

  await test.step('each layer has its output', async () => {
    await expect(inside.layers).toHaveCount(9)
    for (const [layer, maps] of [
      ['conv2d', 6],
      ['max_pooling2d', 6],
      ['conv2d_1', 16],
      ['max_pooling2d_1', 16],
    ] as const) {
      await inside.choose(layer)
      await expect(inside.maps(layer)).toHaveCount(maps)
      await expect(inside.maps(layer).first()).toHaveAccessibleName(
        new RegExp(`^${layer}, channel 0 of ${maps}: \\d+ × \\d+ values (from|all) `),
      )
    }
    for (const [layer, values] of [
      ['flatten', 400],
      ['dense', 120],
      ['dense_2', 10],
    ] as const) {
      await inside.choose(layer)
      await expect(inside.figure(`Values of ${layer}`)).toContainText(`${layer}: ${values} values from`)
    }
  })

  await test.step('products add up to the channels’ sums, these and the bias to the sum, and that becomes the value', async () => {
    await inside.choose('conv2d_1')
    await expect(inside.arithmetic).toContainText('conv2d_1, row')
    const [input, kernel, products] = [
      await inside.window('Input'),
      await inside.window('Kernel'),
      await inside.window('Products'),
    ]
    expect(products).toHaveLength(25)
    const digits = Number(/Rounded to (\d+) digits/.exec((await inside.arithmetic.textContent())!)![1])
    const unit = 10 ** -digits
    for (const [at, product] of products.entries())
      expect(Math.abs(product - input[at]! * kernel[at]!)).toBeLessThan(2 * unit)
    const rows = await inside.reckon()
    const first = rows.find(({ name }) => name.startsWith('Channel'))!
    expect(Math.abs(total(products) - first.value)).toBeLessThan(within(25, digits))
    const sumAt = rows.findIndex(({ name }) => name === 'Sum')
    const parts = rows.slice(0, sumAt)
    expect(parts.map(({ name }) => name)).toContain('Bias')
    const sum = rows[sumAt]!.value
    expect(Math.abs(total(parts.map(({ value }) => value)) - sum)).toBeLessThan(within(parts.length, digits))
    const result = rows[sumAt + 1]!
    expect(result.name).toBe('tanh of it')
    expect(Math.abs(Math.tanh(sum) - result.value)).toBeLessThan(2 * unit)
    // Another channel of the input.
    await inside.sum.getByRole('button', { name: parts[1]!.name, exact: true }).click()
    await expect(inside.arithmetic).toContainText(
      `The window on input channel ${parts[1]!.name.replace('Channel ', '')}`,
    )
    expect(Math.abs(total(await inside.window('Products')) - parts[1]!.value)).toBeLessThan(within(25, digits))
  })

  await test.step('a number leads to where it comes from, back to the pixels', async () => {
    const cell = inside.arithmetic.getByRole('table', { name: 'Input' }).getByRole('button').first()
    const place = /: max_pooling2d, (row \d+, column \d+, channel \d+)/.exec(
      (await cell.getAttribute('aria-label'))!,
    )![1]!
    await cell.click()
    await expect(inside.arithmetic).toContainText(`max_pooling2d, ${place}`)
    await expect(inside.arithmetic).toContainText('The largest is')
    // The keyboard is where the value is, and goes on from there.
    await expect(inside.panel.getByRole('grid')).toBeFocused()
    await inside.arithmetic
      .getByRole('table', { name: /^The pool/ })
      .getByRole('button')
      .first()
      .click()
    await expect(inside.arithmetic).toContainText('conv2d, row')
    await inside.arithmetic.getByRole('table', { name: 'Input' }).getByRole('button').first().press('Enter')
    await expect(inside.panel).toContainText('The image as the model gets it')
    await expect(inside.panel.getByRole('grid')).toBeFocused()
  })

  await test.step('a dense value: the largest products, and the rest together', async () => {
    await inside.choose('dense_2')
    await expect(inside.arithmetic).toContainText('dense_2, index')
    const rows = await inside.reckon()
    const sumAt = rows.findIndex(({ name }) => name === 'Sum')
    expect(rows[8]!.name).toBe('76 others together')
    const digits = Number(/Rounded to (\d+) digits/.exec((await inside.arithmetic.textContent())!)![1])
    expect(Math.abs(total(rows.slice(0, sumAt).map(({ value }) => value)) - rows[sumAt]!.value)).toBeLessThan(
      within(sumAt, digits),
    )
    const said = Number(/with (\d+\.\d)\s%/.exec((await inside.verdict.textContent())!)![1])
    expect(rows[sumAt + 1]!.value).toBeCloseTo(said / 100, 2)
  })

  await test.step('filters', async () => {
    await inside.choose('conv2d_1')
    await inside.view('Filters').click()
    const kernels = inside.panel.getByRole('group', { name: '16 kernels of conv2d_1' }).getByRole('button')
    await expect(kernels).toHaveCount(16)
    await expect(kernels.first()).toHaveAccessibleName(/^Filter 0, input channel 0: 5 × 5 weights from −/)
    const csv = (await closer.download('Filters of conv2d_1', 'CSV')).toString()
    expect(csv.split('\r\n')[0]).toMatch(/^Filter,Input channel,"0, 0"/)
    await inside.choose('flatten')
    await expect(inside.panel).toContainText('flatten has no kernel that walks over an image')
  })

  await test.step('heat maps of two classes differ, as pictures and as numbers', async () => {
    await inside.view('Where it looks').click()
    const csvOf = async (name: string, method = 'Grad-CAM'): Promise<string> => {
      await expect(inside.figure(`${method} of ${name} in max_pooling2d_1`)).toBeVisible()
      return (await closer.download(`${method} of ${name} in max_pooling2d_1`, 'CSV')).toString()
    }
    await inside.panel.getByLabel('Class', { exact: true }).selectOption('3')
    const three = await csvOf('3')
    await inside.panel.getByLabel('Class', { exact: true }).selectOption('8')
    const eight = await csvOf('8')
    expect(three.split('\r\n')).toHaveLength(5 + 2)
    expect(eight).not.toBe(three)
    await inside.panel.getByText('LayerCAM', { exact: true }).click()
    expect(await csvOf('8', 'LayerCAM')).not.toBe(eight)
    await inside.choose('dense')
    await expect(inside.panel).toContainText('dense has none')
    await inside.panel.getByRole('button', { name: 'Look in max_pooling2d_1' }).click()
    const svg = (await closer.download('LayerCAM of 8 in max_pooling2d_1', 'SVG')).toString()
    expect(svg.match(/<image href="data:image\/png/g)).toHaveLength(2)
    const png = await closer.download('LayerCAM of 8 in max_pooling2d_1', 'PNG')
    expect(png.length).toBeGreaterThan(10_000)
  })

  await test.step('occlusion', async () => {
    await inside.view('Occlusion').click()
    await expect(inside.panel).toContainText('the model looks 49 times')
    await expect(inside.figure('Occlusion, 8')).toContainText(
      /(Without the part at the .* the probability of 8 (falls|rises) from|Whichever part is covered)/,
    )
    await inside.panel.getByLabel('Stride').fill('7')
    await expect(inside.panel).toContainText('the model looks 16 times')
    await inside.panel.getByLabel('Patch').fill('0')
    await expect(inside.panel).toContainText('whole numbers from 1 to 28')
  })

  await test.step('a drawn image', async () => {
    await inside.source('Draw').click()
    await expect(inside.panel).toContainText('The edges of the data’s images are dark')
    await inside.draw([0.5, 0.2], [0.5, 0.8])
    await expect(inside.panel).toContainText('A drawing')
    await expect(inside.verdict).toContainText(/The model says .1./)
    await inside.panel.getByRole('button', { name: 'Undo stroke' }).click()
    await expect(inside.pad).toHaveAccessibleName(/nothing is drawn yet/)
    await expect(inside.panel).toContainText('An empty drawing')
    // A press without a move is a dot.
    await inside.draw([0.5, 0.5])
    await expect(inside.pad).toHaveAccessibleName(/1 stroke/)
    const ink = await inside.pad.evaluate((pad: HTMLCanvasElement) => {
      const { data } = pad.getContext('2d')!.getImageData(pad.width / 2, pad.height / 2, 1, 1)
      return data[0]
    })
    expect(ink).toBe(255)
    await inside.panel.getByRole('button', { name: 'Clear' }).click()
    await inside.draw([0.25, 0.2], [0.75, 0.2], [0.45, 0.8])
    await expect(inside.verdict).toContainText(/The model says .7./)
  })

  await test.step('a dropped image, and a dropped text', async () => {
    const square = new Uint8Array(28 * 28)
    for (let y = 8; y < 20; y++) square.fill(255, y * 28 + 13, y * 28 + 15)
    await inside.drop('stroke.png', 'image/png', toPng(square))
    await expect(inside.panel).toContainText(/stroke\.png.: 28 × 28 pixels in the file, brought to 28 × 28, grey/)
    await expect(inside.verdict).toBeVisible()
    await inside.drop('notes.txt', 'text/plain', new TextEncoder().encode('no image at all'))
    await expect(inside.panel.getByRole('alert')).toContainText('notes.txt')
  })

  await test.step('nothing is asked while the tab is not looked at', async () => {
    await closer.tab('Classes').click()
    await expect(closer.figure('Scores by class, test split')).toBeVisible()
    const before = await looks()
    await closer.split('Validation').click()
    await expect(closer.figure('Scores by class, validation split')).toBeVisible()
    expect(await looks()).toBe(before)
    await page.keyboard.press('Escape')
    await expect(closer.window).toBeHidden()
    // What was dropped was not taken for data.
    await expect(studio.data.summary).toContainText('14,000 images')
  })

  await test.step('an image of the explorer, by keyboard alone', async () => {
    await explorer.open.focus()
    await explorer.press('Enter')
    await explorer.images.nth(4).click()
    const button = explorer.detail.getByRole('button', { name: 'Look inside' })
    await button.focus()
    await explorer.press('Enter')
    await expect(inside.verdict).toBeVisible()
    await expect(inside.panel).toContainText('Image 5 of the data')
    await inside.layers.nth(1).focus()
    await explorer.press('ArrowRight')
    await expect(inside.layers.nth(2)).toBeChecked()
    await expect(inside.maps('max_pooling2d').nth(0)).toBeVisible()
    await inside.maps('max_pooling2d').nth(0).focus()
    await explorer.press('ArrowRight', 'Enter')
    await expect(inside.maps('max_pooling2d').nth(1)).toHaveAttribute('aria-pressed', 'true')
    const grid = inside.panel.getByRole('grid')
    await grid.focus()
    await explorer.press('Home', 'ArrowRight', 'ArrowDown')
    await expect(inside.arithmetic).toContainText(/max_pooling2d, row \d+, column 1, channel 1/)
    for (const [size, colorScheme] of [
      [{ width: 1440, height: 900 }, 'light'],
      [{ width: 390, height: 844 }, 'dark'],
    ] as const) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const axe = new AxeBuilder({ page }).setLegacyMode(true).include('[role=tabpanel]')
      const { violations, passes } = await axe.analyze()
      expect(passes.length).toBeGreaterThan(10)
      expect(
        violations.flatMap(({ nodes }) => nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)),
      ).toEqual([])
    }
    await explorer.press('Escape')
    await expect(closer.window).toBeHidden()
    await expect(button).toBeFocused()
  })
})

test('a model without data is looked into by a drawing', async ({ studio }) => {
  const { closer, inside, use } = studio
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel'], train: 8, test: 2 })))
  await expect(studio.data.summary).toContainText('30 images')
  await trainLeNet(studio, 16)
  const files = await use.export()
  await studio.openOnProcessor()
  await use.open(files)
  await closer.open.click()
  await expect(inside.source('Of the data')).toBeDisabled()
  await inside.draw([0.3, 0.3], [0.7, 0.7])
  await expect(inside.verdict).toContainText(/The model says .*(cat|dog|eel)/)
  await inside.choose('conv2d')
  await expect(inside.maps('conv2d')).toHaveCount(6)
  await closer.tab('Classes').click()
  await expect(closer.window).toContainText('There are no data to judge the model by')
})

test('the same on WebGPU', async ({ studio, page }) => {
  const { closer, inside } = studio
  await studio.open()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel'], train: 16, test: 4 })))
  await expect(studio.data.summary).toContainText('60 images')
  await trainLeNet(studio, 16)
  await closer.open.click()
  await inside.tab.click()
  await expect(inside.verdict).toContainText(/The model says/)
  await inside.choose('conv2d')
  await expect(inside.maps('conv2d')).toHaveCount(6)
  const rows = await inside.reckon()
  const sumAt = rows.findIndex(({ name }) => name === 'Sum')
  expect(Math.abs(Math.tanh(rows[sumAt]!.value) - rows[sumAt + 1]!.value)).toBeLessThan(0.002)
  await inside.view('Where it looks').click()
  await expect(inside.figure(/^Grad-CAM of (cat|dog|eel) in max_pooling2d_1$/)).toBeVisible()
  await inside.view('Occlusion').click()
  await expect(inside.figure(/^Occlusion, (cat|dog|eel)$/)).toBeVisible()
  await page.keyboard.press('Escape')
  await studio.expectWebGPU()
})
