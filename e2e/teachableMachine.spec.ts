/** An exported model in Teachable Machine's own library, by the page that comes with it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { predictHere } from '../src/engine/models/predictHere.fixture'
import { PROOF_MODELS, proofImages } from '../src/interop/proofModels.fixture'
import { write } from '../src/interop/teachableMachine/write'
import { initialWeights } from '../src/model/graph/initialise'
import type { TrainedModel } from '../src/model/trainedModel'
import { serveFolder } from './staticServer'
import { expect, note, test } from './test.fixture'

const { resolve } = createRequire(import.meta.url)
/** The two scripts as their packages have them. Their addresses lead nowhere else. */
const SCRIPTS = new Map([
  ['@tensorflow/tfjs@4.22.0/dist/tf.min.js', resolve('@tensorflow/tfjs/dist/tf.min.js')],
  [
    '@teachablemachine/image@0.8.5/dist/teachablemachine-image.min.js',
    join(dirname(resolve('@teachablemachine/image')), 'teachablemachine-image.min.js'),
  ],
])

/** The library's own calls, as they run in the page. */
declare const tf: { setBackend(name: string): Promise<boolean> }
declare const tmImage: {
  load(
    model: string,
    metadata: string,
  ): Promise<{
    predict(image: ImageBitmap): Promise<readonly { readonly className: string; readonly probability: number }[]>
  }>
}

async function classify(page: Page, image: Buffer): Promise<readonly (readonly [name: string, share: number])[]> {
  return page.evaluate(async (base64) => {
    // The same sums on each machine.
    await tf.setBackend('cpu')
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const model = await tmImage.load('model.json', 'metadata.json')
    const predictions = await model.predict(bitmap)
    return predictions.map(({ className, probability }) => [className, probability] as const)
  }, image.toString('base64'))
}

const { model: residual } = PROOF_MODELS[2]!
const data = { ...residual.data, width: residual.data.height }
const MODELS: readonly (readonly [string, TrainedModel])[] = [
  ['of greys', PROOF_MODELS[0]!.model],
  ['of rows of greys', PROOF_MODELS[1]!.model],
  ['of colours', { ...residual, data, weights: initialWeights(residual.stack, data, 4) }],
]

for (const [what, model] of MODELS) {
  test(`a model ${what} opens in Teachable Machine’s library, and names the class that it names here`, async ({
    page,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'strata-'))
    const complaints: string[] = []
    page.on('pageerror', ({ message }) => complaints.push(message))
    const { files } = await write(model)
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes)
    const server = await serveFolder(folder, '/')
    await page.route(/^https:/, async (route) => {
      const script = SCRIPTS.get(new URL(route.request().url()).pathname.replace('/npm/', ''))
      await (script === undefined
        ? route.abort()
        : route.fulfill({ contentType: 'text/javascript', body: await readFile(script) }))
    })
    try {
      await page.goto(`${server.url}classify.html`)
      const { height, width, channels } = model.data
      const pixels = proofImages(model.data, 1)
      const image = await sharp(pixels, { raw: { width, height, channels: channels as 1 | 3 } })
        .png()
        .toBuffer()
      const expected = [...(await predictHere(model, pixels, 1))]
      const predicted = await classify(page, image)
      expect(predicted.map(([name]) => name)).toEqual(model.classes)
      const difference = Math.max(...predicted.map(([, share], at) => Math.abs(share - expected[at]!)))
      expect(difference).toBeLessThan(1e-6)
      note(`Teachable Machine’s library, a model ${what}: ${difference.toExponential(1)} from Strata’s`)

      await page.getByLabel('Image').setInputFiles({ name: 'image.png', mimeType: 'image/png', buffer: image })
      const most = Math.max(...expected)
      const answer = `${model.classes[expected.indexOf(most)]} (${(100 * most).toFixed(1)} %)`
      await expect(page.getByRole('status')).toHaveText(answer)
      expect(complaints).toEqual([])
    } finally {
      await server.close()
      await rm(folder, { recursive: true })
    }
  })
}
