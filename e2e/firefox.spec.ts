/** A second browser: Firefox, without WebGPU and WebGL, from sample digits to a model trained on the processor and exported. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from './firefox.fixture'

interface ModelJson {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[]
    readonly weights: readonly { readonly shape: readonly number[]; readonly dtype: string }[]
  }[]
}

test('Firefox: sample digits, an edit, a run on the processor to its end, an export', async ({
  firefox,
  downloads,
}) => {
  // A busy machine is slow, not wrong: the processor trains, draws and looks for names.
  test.setTimeout(600_000)
  const eventually = { timeout: 300_000 }

  await expect
    .poll(() => firefox.text(['status', 'Backend']), eventually)
    .toMatch(
      /^Processor \d+ threads? ·? ?compiled trainer ·? ?This browser has no WebGPU here: the processor trains instead\.$/,
    )
  await firefox.press('Use sample digits')
  for (const text of ['14,000 images', '10 classes', '12,000 train', '2,000 test']) {
    await expect.poll(() => firefox.text(['region', 'Dataset']), eventually).toContain(text)
  }

  await firefox.choose('Template', 'LeNet-5')
  const filters = [
    ['listitem', 'Conv2D, layer 1'],
    ['textbox', 'Filters'],
  ] as const
  expect(await firefox.value(...filters)).toBe('6')
  await firefox.enter(3, ...filters)
  expect(await firefox.value(...filters)).toBe('3')
  await firefox.press('Undo: change filters of conv2d to 3')
  await expect.poll(() => firefox.value(...filters), eventually).toBe('6')

  await firefox.enter(1, ['textbox', 'Epochs'])
  await firefox.enter(64, ['textbox', 'Batch size'])
  await firefox.enter(0.003, ['textbox', 'Learning rate'])
  await firefox.press('Start training')
  const status = ['status', 'Training status'] as const
  await expect.poll(() => firefox.text(status), eventually).not.toBe('Not started')
  await expect.poll(() => firefox.text(status), eventually).toMatch(/^Finished/)
  expect(await firefox.percent()).toBe(100)
  const results = await firefox.text(['region', 'Test results'])
  expect(Number(/Accuracy\D*(\d+(?:\.\d+)?) ?%/i.exec(results)?.[1])).toBeGreaterThan(80)
  expect(await firefox.text(['status', 'Backend'])).toMatch(/^Processor/)

  await firefox.press('Export model …')
  // Its files are there once they were read again and run.
  const check = ['status', 'Check'] as const
  await expect.poll(() => firefox.text(check), eventually).toMatch(/Run by TensorFlow\.js 4.*Read again by Strata/s)
  for (const file of ['model.json', 'weights.bin']) await firefox.press(`Save ${file}`)
  const modelJson = join(downloads, 'model.json')
  const weights = join(downloads, 'weights.bin')
  await expect.poll(() => sizeOf(modelJson) > 0 && sizeOf(weights) > 0, eventually).toBe(true)
  const { weightsManifest } = JSON.parse(readFileSync(modelJson, 'utf8')) as ModelJson
  expect(weightsManifest.flatMap(({ paths }) => paths)).toEqual(['weights.bin'])
  const specs = weightsManifest.flatMap((group) => group.weights)
  expect(new Set(specs.map(({ dtype }) => dtype))).toEqual(new Set(['float32']))
  const numbers = specs.map(({ shape }) => shape.reduce((product, size) => product * size, 1))
  const bytes = 4 * numbers.reduce((sum, count) => sum + count, 0)
  expect(bytes).toBeGreaterThan(0)
  await expect.poll(() => sizeOf(weights)).toBe(bytes)
})

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0
}
