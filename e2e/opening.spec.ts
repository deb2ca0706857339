/** What a person brings is opened for what it is, whatever it is called: data, a model, layers alone, or a project. */
import { drawPictures, toFiles, toZip } from './pictures.fixture'
import { expect, test } from './test.fixture'
import type { FileToOpen } from './pages/DataPanel'
import type { StudioPage } from './pages/StudioPage'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 12, test: 6 })

async function openWithData(studio: StudioPage): Promise<void> {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('72 images')
}

/** A softmax regression that was trained for an epoch, as the two files that are exported. */
async function trainAndExport(studio: StudioPage): Promise<{ json: FileToOpen; weights: FileToOpen }> {
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1, batchSize: 12 })
  await studio.train.finish()
  const [json, weights] = (await studio.use.export()).toSorted((a, b) => a.name.localeCompare(b.name))
  if (!json || !weights) throw new Error('Two files were expected.')
  return { json, weights }
}

test('a model is known by its content, beside data or in an archive, and is never asked about', async ({ studio }) => {
  await openWithData(studio)
  const { json, weights } = await trainAndExport(studio)
  const stack = await studio.model.classNames()
  const accuracy = await studio.evaluate.accuracyText()
  const entries = { 'cats/model.json': json.buffer, 'cats/weights.bin': weights.buffer }
  const drops: readonly [what: string, files: readonly FileToOpen[]][] = [
    ['as it was exported', [json, weights]],
    [
      'with misleading endings',
      [
        { ...json, name: 'cats.txt' },
        { ...weights, name: 'cats.csv' },
      ],
    ],
    ['in an archive', [await toZip(entries, 'cats.zip')]],
  ]
  for (const [what, files] of drops) {
    await test.step(what, async () => {
      await studio.model.useTemplate('LeNet-5')
      await studio.data.drop(files)
      await studio.model.expectStack(stack)
      await expect(studio.data.dropQuestion).toBeHidden()
      await expect(studio.data.summary).toContainText('72 images')
      expect(await studio.evaluate.accuracyText()).toBe(accuracy)
    })
  }
})

test('a model beside images is left out, and the images are asked about', async ({ studio }) => {
  await openWithData(studio)
  const { json, weights } = await trainAndExport(studio)
  const stack = await studio.model.classNames()
  await studio.data.drop([...(await toFiles(PICTURES.slice(0, 66))), json, weights])
  await expect(studio.data.dropQuestion).toContainText('images.zip')
  await studio.data.button('Replace').click()
  await expect(studio.data.summary).toContainText('66 images')
  await expect(studio.data.problems.filter({ hasText: 'model.json is a TensorFlow.js model' })).toHaveCount(1)
  await studio.model.expectStack(stack)
})

test('a project goes out and comes back as one step, fitted to the data at hand', async ({ studio }) => {
  await studio.openOnProcessor()
  const { model, train, use } = studio
  await model.useTemplate('LeNet-5')
  await model.layer('Conv2D').enter('Filters', 9)
  await train.enterRecipe({ optimizer: 'SGD', epochs: 7 })
  const stack = await model.classNames()
  const project = await use.save()
  expect(project.name).toBe('project.strata')

  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('72 images')
  await model.useTemplate('Galaxy CNN tutorial')
  await train.enterRecipe({ epochs: 3 })
  const before = await model.classNames()
  for (const bring of [() => studio.data.drop([project]), () => use.open([{ ...project, name: 'my cats.csv' }])]) {
    await bring()
    await expect(studio.project.opening).toContainText('It takes the place of the layers and the recipe here.')
    await studio.project.open()
    await model.expectStack(stack)
    await expect(studio.data.dropQuestion).toBeHidden()
    await expect(use.notes.filter({ hasText: 'Undo brings back the ones before' })).toHaveCount(1)
    await expect(model.layer('Conv2D').field('Filters')).toHaveValue('9')
    await expect(model.layer('Dense', 2).field('Units')).toHaveValue('4')
    await expect(train.field('Epochs')).toHaveValue('7')
    await model.undo.click()
    await model.expectStack(before)
    await expect(train.field('Epochs')).toHaveValue('3')
  }
})

test('layers without weights take the place of the layers alone', async ({ studio }) => {
  await openWithData(studio)
  const dense = { units: 10, activation: 'softmax', use_bias: true }
  const layers = [
    { class_name: 'Flatten', config: { name: 'flatten', batch_input_shape: [null, 28, 28, 1] } },
    { class_name: 'Dense', config: { name: 'dense', ...dense } },
  ]
  const config = { class_name: 'Sequential', config: { name: 'mine', layers } }
  await studio.train.enterRecipe({ epochs: 3 })
  await studio.data.drop([{ name: 'config.txt', mimeType: '', buffer: Buffer.from(JSON.stringify(config)) }])
  await studio.model.expectStack(['Flatten', 'Dense'])
  await expect(studio.model.layer('Dense').field('Units')).toHaveValue('4')
  await expect(studio.train.field('Epochs')).toHaveValue('3')
  await expect(studio.use.notes.filter({ hasText: 'layers without weights' })).toHaveCount(1)
})

test('what can’t be opened is told in a sentence, and nothing changes', async ({ studio, page }) => {
  await openWithData(studio)
  const stack = await studio.model.classNames()
  const project = await studio.use.save()
  const text = (name: string, content: string): FileToOpen => ({ name, mimeType: '', buffer: Buffer.from(content) })
  const saved = JSON.stringify({ version: 4, stack: { input: 'image', layers: [], lastId: 0 }, recipe: {} }, null, 2)
  const cases: readonly [what: string, files: readonly FileToOpen[], sentence: RegExp][] = [
    [
      'a newer project',
      [text('project.strata', saved.replace(/"version": \d+/, '"version": 99'))],
      /version 99.*newer/,
    ],
    ['a project that was cut off', [text('project.strata', saved.slice(0, -40))], /cut off/],
    [
      'a project file that was cut off',
      [{ ...project, buffer: project.buffer.subarray(0, -40) }],
      /“project\.strata” is a Strata project that was cut off/,
    ],
    ['two projects', [project, { ...project, name: 'other.strata' }], /other\.strata.*choose one/],
    ['data', await toFiles(PICTURES), /no model and no project in “images\.zip”/],
    ['another JSON', [text('package.json', '{"name": "cats", "version": "1.0.0"}')], /no model and no project/],
  ]
  for (const [what, files, sentence] of cases) {
    await test.step(what, async () => {
      await studio.use.open(files)
      await expect(page.getByRole('alert').filter({ hasText: sentence })).toHaveCount(1)
      await studio.model.expectStack(stack)
      await expect(studio.data.summary).toContainText('72 images')
    })
  }

  // Brought among data, the same files are told of there, and nowhere else.
  const data = page.getByRole('region', { name: 'Data', exact: true })
  for (const [what, files, sentence] of cases.slice(0, 3)) {
    await test.step(`${what}, among data`, async () => {
      await studio.data.choose(files)
      await expect(data.getByRole('alert')).toContainText(sentence)
      await expect(data.getByRole('alert')).toBeInViewport()
      await expect(page.getByRole('alert')).toHaveCount(1)
      await expect(studio.data.summary).toContainText('72 images')
    })
  }
})
