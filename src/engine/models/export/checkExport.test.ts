/** Files that lead to another model than the one that was exported are not handed out. */
import { describe, expect, it } from 'vitest'
import { PROOF_MODELS } from '../../../interop/proofModels.fixture'
import type { ModelTarget, WrittenModel } from '../../../interop/target'
import { tensorflowjsTarget } from '../../../interop/tensorflowjs/target'
import type { TrainedModel } from '../../../model/trainedModel'
import { openMortalProcessor } from '../../device/mortalProcessor.fixture'
import { checkExport } from './checkExport'
import { CHECKED_IMAGES, pickImages } from './pickImages'

/** Without a runtime: what our own reader finds is looked at. */
const target: ModelTarget = { ...tensorflowjsTarget, id: 'none', name: 'Nothing' }
const { model } = PROOF_MODELS.find(({ name }) => name === 'a residual net')!

async function writeFor(written: TrainedModel): Promise<WrittenModel> {
  const { write } = await tensorflowjsTarget.load()
  return write(written, new Set())
}

function check(exported: TrainedModel, written: WrittenModel) {
  const { device } = openMortalProcessor()
  const { signal } = new AbortController()
  const on = { openDevice: () => Promise.resolve(device), signal, emit: () => undefined }
  return checkExport({ target, model: exported, written, images: pickImages(exported), on })
}

const withWeights = (change: (values: Float32Array<ArrayBuffer>) => Float32Array<ArrayBuffer>): TrainedModel => ({
  ...model,
  weights: new Map([...model.weights].map(([key, values]) => [key, key === 'conv2d/kernel' ? change(values) : values])),
})

describe('a check of exported files', () => {
  it('lets through what predicts the same, and says how it was checked', async () => {
    expect(await check(model, await writeFor(model))).toEqual({
      images: CHECKED_IMAGES,
      of: 'random',
      usual: 1e-5,
      limit: 1e-4,
      readAgain: 0,
    })
  })

  it('refuses other weights, however few', async () => {
    const other = withWeights((values) => values.toReversed())
    await expect(check(model, await writeFor(other))).rejects.toMatchObject({
      code: 'badModel',
      message: expect.stringMatching(
        /^The files for Nothing were not handed out: Strata’s own reader makes probabilities that differ by [\d.e-]+/,
      ) as string,
    })
  })

  it('refuses a model that gives no numbers', async () => {
    const broken = withWeights((values) => values.map(() => NaN))
    await expect(check(broken, await writeFor(broken))).rejects.toThrow('gives no numbers for some images')
  })

  it.each<readonly [string, Partial<TrainedModel>]>([
    ['names of classes', { classes: model.classes.toReversed() }],
    ['normalisation', { normalisation: { mean: [1, 2, 3], deviation: [60, 60, 60] } }],
  ])('refuses other %s, which probabilities need not show', async (what, change) => {
    await expect(check(model, await writeFor({ ...model, ...change }))).rejects.toThrow(`they have other ${what} than`)
  })
})
