/** Bringing data: in place of others or beside them, as a folder, with a question, read in another way, split anew; and taking it back. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { drawPictures, toCsv, toFiles, toPng, toZip } from './pictures.fixture'
import { expect, test } from './test.fixture'
import type { FileToOpen } from './pages/DataPanel'
import { choose, enter } from './pages/fields'

const DATASETS = join(import.meta.dirname, 'fixtures')
const WORKBOOKS = join(import.meta.dirname, '..', 'src', 'data', 'fixtures', 'workbooks')
const FEW = drawPictures({ labels: ['up', 'down'], train: 40, test: 20 })
const MORE = drawPictures({ labels: ['up', 'down', 'side'], train: 30, test: 10 }).map((picture) => ({
  ...picture,
  path: `more/${picture.path}`,
}))

test('a drop replaces the data or is added to them, and Undo and Redo bring back what was there', async ({
  studio,
  page,
}) => {
  const { data, model } = studio
  await studio.openOnProcessor()
  await data.drop(await toFiles(FEW))
  await expect(data.summary).toContainText('120 images')
  const stack = await model.classNames()

  await data.drop(await toFiles(MORE))
  await expect(data.dropQuestion).toContainText('120 images')
  await expect(data.button('Replace')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(data.dropQuestion).toBeHidden()
  await expect(data.summary).toContainText('120 images')

  await data.drop(await toFiles(MORE))
  await expect(data.dropQuestion).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(data.summary).toContainText('3 classes')
  await expect(data.summary).toContainText('120 images')
  await model.undo.click()
  await expect(data.summary).toContainText('2 classes')
  await model.expectStack(stack)

  await data.drop(await toFiles(MORE))
  await data.button('Add').click()
  await expect(data.summary).toContainText('240 images')
  await expect(data.summary).toContainText('3 classes')
  await model.undo.click()
  await model.undo.click()
  await expect(page.getByText('Drop your images anywhere on the page')).toBeVisible()
  await model.redo.click()
  await model.redo.click()
  await expect(data.summary).toContainText('240 images')
  await model.undo.click()
  await expect(data.summary).toContainText('120 images')
  // By a press, too.
  await data.add(await toFiles(MORE))
  await expect(data.summary).toContainText('240 images')
})

test('a folder with one folder a class, chosen or dropped', async ({ studio }, info) => {
  const { data, model } = studio
  const root = info.outputPath('shapes')
  for (const { path, label, split, pixels } of FEW) {
    const file = join(root, split === 0 ? 'train' : 'test', label, path.replaceAll('/', '-'))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, toPng(pixels))
  }
  await writeFile(join(root, '.DS_Store'), 'junk')
  await studio.openOnProcessor()
  await data.folderInput.setInputFiles(root)
  const facts = ['shapes', '120 images', '2 classes', '80 train', '40 test']
  for (const text of facts) await expect(data.summary).toContainText(text)
  await expect(data.problems).toHaveCount(0)
  await model.undo.click()
  await expect(data.summary).toBeHidden()

  await data.dropFolder(root)
  for (const text of facts) await expect(data.summary).toContainText(text)
  await expect(data.problems).toHaveCount(0)
})

test('a header that leaves the columns in doubt is asked about', async ({ studio, page }) => {
  const { data } = studio
  const files = ['ludwig.zip', 'ludwig-unclear.csv'].map((file) => join(DATASETS, file))
  await studio.openOnProcessor()
  await data.fileInput.setInputFiles(files)
  await expect(data.columnsQuestion).toContainText('ludwig-unclear.csv')
  await expect(data.columnsQuestion.getByRole('table')).toContainText('training/lying/0.png')
  await page.keyboard.press('Escape')
  await expect(data.columnsQuestion).toBeHidden()
  await expect(data.summary).toBeHidden()

  await data.fileInput.setInputFiles(files)
  const ask = data.columnsQuestion
  await choose(ask.getByLabel('Image path'), 'this')
  await choose(ask.getByLabel('Label'), 'that')
  await choose(ask.getByLabel('Split'), 'other')
  await ask.getByRole('button', { name: 'Use these columns' }).click()
  for (const text of ['90 images', '3 classes', '60 train', '30 test']) await expect(data.summary).toContainText(text)
  await data.unfold('How it was read')
  await expect(data.recognised.filter({ hasText: 'ludwig-unclear.csv' })).toBeVisible()
})

test('a table that does not say its label is asked about, and a table can be left out and taken in again', async ({
  studio,
  page,
}) => {
  const { data, model } = studio
  await studio.openOnProcessor()
  // Both ends count from 0, so either may be the label.
  const rows = Array.from({ length: 60 }, (_, i) =>
    [i % 3, ...new Array<number>(63).fill((i * 7) % 200), i % 4].join(','),
  )
  await data.choose([toCsv(rows.join('\n'), 'unclear.csv')])
  const ask = page.getByRole('dialog', { name: 'Which column is the label?' })
  await choose(ask.getByLabel('Label'), 'Column 65')
  await ask.getByRole('button', { name: 'Use this column' }).click()
  await expect(data.summary).toContainText('4 classes')
  await data.unfold('How it was read')
  await data.button('Columns …: unclear.csv').click()
  await choose(ask.getByLabel('Label'), 'Column 1')
  await ask.getByRole('button', { name: 'Use this column' }).click()
  await expect(data.summary).toContainText('3 classes')
  await model.undo.click()
  await expect(data.summary).toContainText('4 classes')

  const files = Object.fromEntries(
    FEW.slice(0, 12).map(({ pixels }, i) => [`${['train', 'test', 'meta'][i % 3]!}/${i}.png`, toPng(pixels)]),
  )
  const tableOf = (name: string, at: number): string =>
    ['path,label', ...[0, 1, 2, 3].map((i) => `${name}/${at + 3 * i}.png,${i % 2}`)].join('\n')
  const tables = { 'train.csv': tableOf('train', 0), 'test.csv': tableOf('test', 1), 'meta.csv': tableOf('meta', 2) }
  await data.drop([await toZip({ ...files, ...tables }, 'signs.zip')])
  await data.button('Replace').click()
  await expect(data.summary).toContainText('8 images')
  await data.unfold('How it was read')
  await expect(data.recognised.filter({ hasText: 'meta.csv' })).toContainText('left out')
  await data.button('Use this table: signs.zip/meta.csv').click()
  await expect(data.summary).toContainText('12 images')
  await model.undo.click()
  await expect(data.summary).toContainText('8 images')
  await data.button('Not this table: signs.zip/test.csv').click()
  await expect(data.summary).toContainText('4 images')
})

test('EMNIST’s letters stand upright under their names, and a person can have them as they are stored', async ({
  studio,
}) => {
  const { data, model } = studio
  const idx = (name: string, sizes: readonly number[], bytes: readonly number[]): FileToOpen => ({
    name: `emnist-letters-${name}`,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from([0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, size >> 8, size & 255]), ...bytes]),
  })
  const labels = FEW.map((_, i) => 1 + (i % 3))
  const pixels = FEW.flatMap((picture) => [...picture.pixels])
  await studio.openOnProcessor()
  await data.choose([
    idx('train-images-idx3-ubyte', [FEW.length, 28, 28], pixels),
    idx('train-labels-idx1-ubyte', [FEW.length], labels),
    toCsv('1 65 97\n2 66 98\n3 67 99\n', 'emnist-letters-mapping.txt'),
  ])
  await expect(data.summary).toContainText('emnist-letters-mapping.txt names the classes: “1” is “A a”')
  await expect(data.summary).toContainText('so these were exchanged back')
  await data.unfold('Splits')
  expect((await data.counts()).map(([name]) => name)).toEqual(expect.arrayContaining(['A a', 'B b', 'C c']))

  await data.unfold('How it was read')
  await data.button('Change …').click()
  await choose(data.field('Transpose'), 'No image')
  await data.button('Read again').click()
  await expect(data.summary).not.toContainText('exchanged back')
  await data.button('Not this table: emnist-letters-mapping.txt').click()
  await expect(data.summary).not.toContainText('names the classes')
  await model.undo.click()
  await model.undo.click()
  await expect(data.summary).toContainText('so these were exchanged back')
})

test('the only table stays, why is said beside it, and Undo has nothing of it', async ({ studio, page }) => {
  const { data, model } = studio
  await studio.openOnProcessor()
  const files = Object.fromEntries(FEW.map(({ pixels }, i) => [`${i}.png`, toPng(pixels)]))
  const rows = FEW.map(({ label }, i) => `${i}.png,${label}`)
  await data.drop([await toZip({ ...files, 'labels.csv': ['image,label', ...rows].join('\n') }, 'flat.zip')])
  await expect(data.summary).toContainText('120 images')
  await data.unfold('How it was read')
  const undoes = await model.undo.getAttribute('aria-label')
  await page.getByRole('button', { name: /^Not this table: / }).click()
  const why = data.reading.getByRole('alert')
  await expect(why).toContainText('flat.zip/labels.csv is still in use: the files can’t be read without it.')
  await expect(why).toContainText('no labels')
  await expect(data.summary).toContainText('120 images')
  await expect(model.undo).toHaveAttribute('aria-label', undoes!)
  await why.getByRole('button', { name: 'Dismiss' }).click()
  await expect(why).toBeHidden()
})

test('a folder beside train and test is left out, and comes in at one press', async ({ studio }) => {
  const { data, model } = studio
  await studio.openOnProcessor()
  const folders = ['train/cat', 'train/dog', 'test/cat', 'test/dog', 'drawings/cat', 'drawings/dog']
  const files = Object.fromEntries(
    FEW.slice(0, 36).map(({ pixels }, i) => [`${folders[i % 6]!}/${i}.png`, toPng(pixels)]),
  )
  await data.drop([await toZip(files, 'pets.zip')])
  for (const text of ['24 images', '12 train', '12 test']) await expect(data.summary).toContainText(text)
  await expect(data.summary).toContainText('12 images in pets.zip/drawings were left out')
  await data.unfold('How it was read')
  await expect(data.reading).toContainText('The classes are the names of the folders in pets.zip.')
  await data.button('Use this folder: pets.zip/drawings').click()
  for (const text of ['36 images', '24 train', '12 test']) await expect(data.summary).toContainText(text)
  await data.button('Not this folder: pets.zip/drawings').click()
  await expect(data.summary).toContainText('24 images')
  await model.undo.click()
  await expect(data.summary).toContainText('36 images')
})

test('few images can be trained on at once, and Undo brings a run back that other data took away', async ({
  studio,
}) => {
  const { data, model, train, evaluate } = studio
  await studio.openOnProcessor()
  await data.drop(await toFiles(FEW))
  await expect(data.summary).toContainText('120 images')
  await expect(train.field('Batch size')).toHaveValue('8')
  await expect(train.recipe).toContainText('The batch size follows the data: 8, since the usual 500 is more than')
  await model.useSoftmaxRegression()
  await train.finish()
  const accuracy = evaluate.results.getByRole('definition').first()
  const reached = await accuracy.innerText()
  await data.drop(await toFiles(MORE))
  await expect(data.dropQuestion).toContainText('come back with Undo')
  await data.button('Replace').click()
  await expect(data.summary).toContainText('3 classes')
  await expect(train.status).not.toContainText('Finished')
  await model.undo.click()
  await expect(data.summary).toContainText('2 classes')
  await expect(train.status).toContainText('Finished')
  await expect(accuracy).toHaveText(reached)
  await expect(await train.showAsTable('Loss')).toContainText('2')
  await model.redo.click()
  await expect(train.status).not.toContainText('Finished')
})

test('images of mixed sizes are read again in another size, in grey', async ({ studio }) => {
  const { data, model } = studio
  await studio.openOnProcessor()
  await data.fileInput.setInputFiles(join(DATASETS, 'mixed-sizes.zip'))
  await expect(data.summary).toContainText('colour')
  await data.unfold('How it was read')
  await expect(data.button('Change …')).toBeEnabled()
  await data.button('Change …').click()
  await choose(data.field('Colour'), 'Grey')
  await choose(data.field('Size'), 'A size of your choice')
  await enter(data.field('Width'), 0)
  await expect(data.field('Width')).toHaveAttribute('aria-invalid', 'true')
  await enter(data.field('Width'), 20)
  await enter(data.field('Height'), 12)
  await choose(data.field('Fit'), 'Stretched')
  await data.button('Read again').click()
  await expect(data.summary).toContainText('20 × 12 pixels, grey')
  await expect(data.summary).toContainText('60 images')
  await model.undo.click()
  await expect(data.summary).toContainText('colour')
})

test('splits are drawn at random, as shares of every class, and Undo brings back those of the files', async ({
  studio,
}) => {
  const { data } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(FEW))
  await expect(data.summary).toContainText('80 train')
  await data.unfold('Splits')
  expect(await data.counts()).toEqual([
    ['Class', 'Train', 'Test'],
    ['down', '40', '20'],
    ['up', '40', '20'],
    ['All', '80', '40'],
  ])
  await studio.page.getByRole('radio', { name: 'At random' }).check()
  await enter(data.field('Validation, %'), 25)
  await enter(data.field('Test, %'), 25)
  await expect(data.summary).toContainText('60 train')
  await expect
    .poll(() => data.counts())
    .toEqual([
      ['Class', 'Train', 'Val.', 'Test'],
      ['down', '30', '15', '15'],
      ['up', '30', '15', '15'],
      ['All', '60', '30', '30'],
    ])
  await enter(data.field('Test, %'), 80)
  await expect(data.field('Test, %')).toHaveAccessibleDescription(/leave nothing to train on/)
  await expect(data.summary).toContainText('60 train')
  await studio.page.getByRole('radio', { name: 'As the files say' }).check()
  await expect(data.summary).toContainText('80 train')
})

test('files fall anywhere on the page; what is wrong with some is listed beside a dataset that works, and saved as CSV', async ({
  studio,
  page,
}) => {
  const { data } = studio
  const [zip] = await toFiles(FEW)
  const [, csv] = await toFiles(FEW.map((picture, i) => (i < 3 ? { ...picture, path: `gone/${i}.png` } : picture)))
  if (!zip || !csv) throw new Error('A zip and a CSV were expected.')
  await studio.openOnProcessor()
  await data.drop([zip, csv])
  await expect(data.summary).toContainText('117 images')
  await expect(data.problems.filter({ hasText: 'gone/' })).toHaveCount(3)
  const saved = page.waitForEvent('download')
  await data.button('Save as CSV').click()
  const lines = (await (await saved).createReadStream().then(readAll)).trim().split(/\r?\n/)
  expect(lines[0]).toBe('file,row,kind,message')
  expect(lines.filter((line) => line.includes('gone/'))).toHaveLength(3)
})

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

test('labels of another code page are read by their letters, and in another page at a press, until Undo', async ({
  studio,
  page,
}) => {
  const { data, model } = studio
  await studio.openOnProcessor()
  const zip = await toZip(Object.fromEntries(FEW.slice(0, 12).map(({ pixels }, i) => [`${i}.png`, toPng(pixels)])))
  // 猫 and 小狗 in GBK
  const labels = [Buffer.from([0xc3, 0xa8]), Buffer.from([0xd0, 0xa1, 0xb9, 0xb7])]
  const rows = Array.from({ length: 12 }, (_, i) => [Buffer.from(`\n${i}.png,`), labels[i % 2]!]).flat()
  const table = { ...toCsv('', 'labels.csv'), buffer: Buffer.concat([Buffer.from('image_path,label'), ...rows]) }
  await data.choose([zip, table])
  await expect(data.summary).toContainText('12 images')
  await expect(page.getByText('Text in labels.csv was read as GBK, a guess.')).toBeVisible()
  await expect(page.getByText('小狗').filter({ visible: true }).first()).toBeVisible()
  await data.unfold('How it was read')
  await data.button('Change …').click()
  await data.field('Code page').selectOption('Western European: Windows-1252')
  await data.button('Read again').click()
  await expect(page.getByText('Text in labels.csv was read as Windows-1252, as you chose.')).toBeVisible()
  await expect(page.getByText('Ð¡¹·').filter({ visible: true }).first()).toBeVisible()
  await model.undo.click()
  await expect(page.getByText('小狗').filter({ visible: true }).first()).toBeVisible()
})

test('labels in a workbook and in JSON lines are read as from a table', async ({ studio, page }) => {
  const { data } = studio
  await studio.openOnProcessor()
  const workbook = await readFile(join(WORKBOOKS, 'sheets.xlsx'))
  const pictures = Object.fromEntries(FEW.slice(0, 6).map(({ pixels }, i) => [`${i}.png`, toPng(pixels)]))
  await data.choose([await toZip(pictures), { ...toCsv('', 'sheets.xlsx'), buffer: workbook }])
  for (const text of ['6 images', '2 classes', '4 train', '2 test']) await expect(data.summary).toContainText(text)
  await expect(page.getByText('Of the sheets in sheets.xlsx, “Labels” was read')).toBeVisible()

  const lines = [0, 1, 2, 3, 4, 5].map((i) => JSON.stringify({ file_name: `${i}.png`, label: ['a', 'b', 'c'][i % 3] }))
  await data.choose([await toZip({ ...pictures, 'metadata.jsonl': Buffer.from(lines.join('\n')) })])
  for (const text of ['6 images', '3 classes']) await expect(data.summary).toContainText(text)
})
