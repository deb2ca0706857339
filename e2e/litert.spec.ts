import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { build } from 'vite'
import { predictHere } from '../src/engine/models/predictHere.fixture'
import { ODD_MODELS } from '../src/interop/litert/oddModels.fixture'
import { write } from '../src/interop/litert/write'
import { PROOF_MODELS, proofImages } from '../src/interop/proofModels.fixture'
import type { Job } from './runtimes/page'
import { serveFolder } from './staticServer'

const COUNT = 4

let folder: string
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-'))
  const root = join(import.meta.dirname, 'runtimes')
  const configFile = join(import.meta.dirname, '../vite.config.ts')
  await build({ root, configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } })
})
test.afterAll(() => rm(folder, { recursive: true }))

function runIn(page: Page, job: Job): Promise<readonly number[]> {
  return page.evaluate(
    (each) => (window as unknown as { runJob(job: Job): Promise<readonly number[]> }).runJob(each),
    job,
  )
}

test('LiteRT’s WebAssembly runs what is written, in a worker under the page’s policy', async ({ page }) => {
  const server = await serveFolder(folder, '/')
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }))
  await page.goto(server.url)
  let largest = 0
  for (const { name, model } of [...PROOF_MODELS, ...ODD_MODELS]) {
    const pixels = proofImages(model.data, COUNT)
    const expected = await predictHere(model, pixels, COUNT)
    const { files } = await write(model)
    const { height, width, channels } = model.data
    const found = await runIn(page, {
      file: [...files[0]!.bytes],
      images: [...pixels],
      count: COUNT,
      shape: { height, width, channels },
    })
    expect(found).toHaveLength(expected.length)
    const difference = found.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0)
    expect(difference, name).toBeLessThan(1e-5)
    largest = Math.max(largest, difference)
  }
  const description = `largest difference of a probability in LiteRT’s WebAssembly: ${largest.toExponential(1)}`
  test.info().annotations.push({ type: 'measured', description })

  const shape = { height: 1, width: 1, channels: 1 }
  await expect(runIn(page, { file: [1, 2, 3, 4], images: [0], count: 1, shape })).rejects.toThrow(
    'Failed to load model',
  )
  expect(complaints).toEqual([])
  await server.close()
})
