/**
 * Whatever is dropped or typed, the page says one plain sentence at the right place, stays alive, and keeps what was loaded before. Each
 * test gives the page one bad thing after another, so that it must outlive them all.
 */
import { cutOff, encrypt, makeBomb } from './brokenZips.fixture'
import { drawPictures, toCsv, toFiles, toPng, toZip } from './pictures.fixture'
import { expect, test } from './test.fixture'
import type { FileToOpen } from './pages/DataPanel'
import { readTable } from './pages/fields'
import type { StudioPage } from './pages/StudioPage'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })
const HEADER = 'image_path,label,split'
const PICTURE = toPng(PICTURES[0]?.pixels ?? new Uint8Array())
const MARKUP = '<img src=x onerror="document.title=\'broken\'">'

async function goodFiles(): Promise<{ zip: FileToOpen; csv: FileToOpen }> {
  const [zip, csv] = await toFiles(PICTURES)
  if (!zip || !csv) throw new Error('A zip and a CSV were expected.')
  return { zip, csv }
}

async function openWithData(studio: StudioPage): Promise<void> {
  await studio.openOnProcessor()
  const { zip, csv } = await goodFiles()
  await studio.data.choose([zip, csv])
  await expect(studio.data.summary).toContainText('340 images')
}

test('archives and tables that can’t be used', async ({ studio, page }) => {
  const { zip, csv } = await goodFiles()
  // There are no folders, which would say the classes where the table does not.
  const flat = PICTURES.map((picture, i) => ({ ...picture, path: `picture-${i}.png` }))
  const [flatZip] = await toFiles(flat)
  if (!flatZip) throw new Error('A zip was expected.')
  const rows = flat.map(({ path, label, split }) => ({ path, label, split: String(split) }))
  const manyLabels = Array.from({ length: 500 }, (_, i) => `picture-${i}.png,label ${i},0`)
  const table = (change: (row: (typeof rows)[number]) => string): FileToOpen =>
    toCsv([HEADER, ...rows.map(change)].join('\n'), 'bad.csv')
  const cases: readonly [what: string, files: readonly FileToOpen[], sentence: RegExp][] = [
    ['no zip', [toCsv('hello', 'photos.zip'), csv], /photos\.zip is no zip/],
    ['a cut-off zip', [{ ...cutOff(zip), name: 'half.zip' }, csv], /half\.zip is cut off/],
    ['encrypted entries', [{ ...encrypt(zip), name: 'secret.zip' }, csv], /secret\.zip holds encrypted files/],
    ['no columns', [flatZip, toCsv('a,b,c\n1,2,3', 'bad.csv')], /bad\.csv reads “a”, “b”, “c”.*image_path/],
    [
      '500 classes',
      [flatZip, toCsv([HEADER, ...manyLabels].join('\n'), 'bad.csv')],
      /bad\.csv has 500 different labels/,
    ],
    ['one class', [flatZip, table(({ path, split }) => `${path},cat,${split}`)], /label “cat”.*at least two classes/],
    ['no train rows', [flatZip, table(({ path, label }) => `${path},${label},2`)], /No image of the train split/],
    ['unknown splits', [flatZip, table(({ path, label }) => `${path},${label},7`)], /bad\.csv.*Row 2.*split/],
    ['a zip alone', [flatZip], /images\.zip has no labels/],
    ['a table alone', [csv], /dataset\.csv has no images/],
    [
      'only outside paths',
      [await toZip({ '/etc/passwd.png': PICTURE }, 'sly.zip'), toCsv(`${HEADER}\n/etc/passwd.png,a,0\nx.png,b,0`)],
      /sly\.zip/,
    ],
    [
      'an entry of gigabytes',
      [await makeBomb('a.png'), toCsv(`${HEADER}\na.png,a,0\nb.png,b,0`)],
      /“a\.png” takes more than 32 MB/,
    ],
  ]

  await openWithData(studio)
  for (const [what, files, sentence] of cases) {
    await test.step(what, async () => {
      await studio.data.choose(files)
      await expect(page.getByRole('alert').filter({ hasText: sentence })).toHaveCount(1)
      await expect(studio.data.summary).toContainText('340 images')
    })
  }
  await studio.data.choose([zip, csv])
  await expect(studio.data.summary).toContainText('340 images')
  await expect(page.getByRole('region', { name: 'Data', exact: true }).getByRole('alert')).toHaveCount(0)
})

test('rows and images that can’t be used are listed beside a dataset that works', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const labels = [MARKUP, '<b>dog</b>']
  const good = drawPictures({ labels, train: 20, test: 5 })
  const [, csv] = await toFiles(good)
  const rows = csv?.buffer.toString() ?? ''
  const table = `${rows}\nragged.png,dog\nodd.png,dog,9\nno-image.png,"<b>dog</b>",0\n../../up.png,"<b>dog</b>",0\n`
  const images = Object.fromEntries(good.map(({ path, pixels }) => [path, toPng(pixels)]))
  const zip = await toZip({ ...images, 'no-image.png': 'just words', '../../up.png': PICTURE, 'unnamed.png': PICTURE })
  await studio.data.choose([zip, toCsv(table)])

  await expect(studio.data.summary).toContainText('50 images')
  for (const place of [/row 52/i, /row 53/i, /no-image\.png/, /up\.png/, /unnamed\.png/]) {
    await expect(studio.data.problems.filter({ hasText: place }).first()).toBeVisible()
  }
  await expect(page.getByText(MARKUP).filter({ visible: true }).first()).toBeVisible()
  await expect(page.locator('img[src="x"]')).toHaveCount(0)
  await expect(page).toHaveTitle(/Strata/)

  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1, batchSize: 10 })
  await studio.train.finish()
  const confusion = await studio.train.showAsTable('Confusion matrix')
  await expect(confusion).toContainText(MARKUP)
})

test('names that turn the text around, or that begin alike, are shown as what they are', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const labels = ['\u202Elive', 'Drosophila melanogaster female', 'Drosophila melanogaster male']
  await studio.data.choose(await toFiles(drawPictures({ labels, train: 4, test: 2 })))
  await expect(studio.data.summary).toContainText('18 images')

  const byClass = page.getByRole('table', { name: 'By class' })
  const confusion = await studio.train.showAsTable('Confusion matrix')
  for (const table of [byClass, confusion]) {
    const names = (await readTable(table)).map(([name]) => name)
    expect(names.slice(1, 4)).toEqual(['Drosophila melanogaster female', 'Drosophila melanogaster male', 'live'])
  }
  const name = byClass.getByRole('rowheader', { name: 'Drosophila melanogaster male', exact: true })
  const [cell, end] = [await name.boundingBox(), await name.getByText('r male').boundingBox()]
  if (!cell || !end) throw new Error('The name is not in view.')
  expect(end.width).toBeGreaterThan(10)
  expect(end.x + end.width).toBeLessThanOrEqual(cell.x + cell.width)
})

test('model files that can’t be opened', async ({ studio, page }) => {
  await openWithData(studio)
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1, batchSize: 48 })
  await studio.train.finish()
  const results = await studio.evaluate.results.innerText()
  const stack = await studio.model.classNames()

  const exported = await studio.use.export()
  const file = (name: string): FileToOpen => {
    const found = exported.find((candidate) => candidate.name === name)
    if (!found) throw new Error(`No ${name} was exported.`)
    return found
  }
  const model = file('model.json')
  const weights = file('weights.bin')
  const rewrite = (from: string | RegExp, to: string): FileToOpen => ({
    ...model,
    buffer: Buffer.from(model.buffer.toString().replace(from, to)),
  })
  const broken = Buffer.from(weights.buffer)
  broken.writeFloatLE(NaN, 40)

  const cases: readonly [what: string, files: readonly FileToOpen[], sentence: RegExp][] = [
    ['no JSON', [{ ...model, buffer: Buffer.from('{"modelTopology":') }, weights], /not JSON/],
    ['no model', [{ ...model, buffer: Buffer.from('{"name":"strata"}') }, weights], /model/i],
    ['NaN weights', [model, { ...weights, buffer: broken }], /NaN/],
    ['no weights file', [model], /weights\.bin.*missing/],
    ['short weights', [model, { ...weights, buffer: weights.buffer.subarray(0, 100) }], /weights\.bin.*too short/],
    ['an unknown layer', [rewrite(/"class_name":\s*"Flatten"/, '"class_name":"LSTM"'), weights], /LSTM/],
  ]
  for (const [what, files, sentence] of cases) {
    await test.step(what, async () => {
      await studio.use.open(files)
      await expect(page.getByRole('alert').filter({ hasText: sentence })).toHaveCount(1)
      await studio.model.expectStack(stack)
      expect(await studio.evaluate.results.innerText()).toBe(results)
    })
  }
  await studio.use.open([model, weights])
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('recipes that can’t be run, and one whose loss becomes NaN, which stops and says when', async ({ studio }) => {
  await openWithData(studio)
  const { model, train } = studio
  await model.useSoftmaxRegression()
  await train.enterRecipe({ batchSize: 32 })
  await expect(train.start).toBeEnabled()
  // The unit tests of `checkRecipe` and `parseNumber` say which values are wrong, and why. This test sees that every field says so.
  const cases = [
    ['learningRate', 'Learning rate', ['', '1e9'], '0.001'],
    ['batchSize', 'Batch size', ['1000', 'many'], '32'],
    ['epochs', 'Epochs', ['0'], '1'],
    ['validationSplit', 'Validation split', ['1'], '0.15'],
    ['seed', 'Seed', ['0.5'], '42'],
  ] as const
  for (const [key, label, values, good] of cases) {
    for (const value of values) {
      await test.step(`${label} ${value}`, async () => {
        await train.enterRecipe({ [key]: value })
        await expect(train.field(label)).toHaveAttribute('aria-invalid', 'true')
        await expect(train.field(label)).toHaveAccessibleDescription(new RegExp(label))
        await expect(train.start).toBeDisabled()
      })
    }
    await train.enterRecipe({ [key]: good })
    await expect(train.start).toBeEnabled()
  }

  // Linear layers on one another grow together.
  for (const _ of [1, 2, 3]) await model.layer('Dense').action('Duplicate').click()
  for (const nth of [0, 1, 2]) {
    await model.layer('Dense', nth).enter('Units', 32)
    await model.layer('Dense', nth).choose('Activation', 'linear')
  }
  await train.enterRecipe({ optimizer: 'SGD', learningRate: 10, epochs: 100, batchSize: 16 })
  await train.start.click()
  await expect(train.status).toContainText(/Failed: .*epoch \d+/i)
  await expect(train.start).toBeEnabled()
  await expect(studio.data.summary).toContainText('340 images')
})
