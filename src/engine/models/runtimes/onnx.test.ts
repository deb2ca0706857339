/** What ONNX files predict in onnxruntime, against the trainer on the processor. */
import { describe, expect, it } from 'vitest'
import { decode } from '../../../interop/onnx/decode'
import { encode } from '../../../interop/onnx/encode'
import { lay } from '../../../interop/onnx/layOut'
import { readOnnx } from '../../../interop/onnx/readOnnx'
import { write } from '../../../interop/onnx/write'
import { PROOF_MODELS, proofImages } from '../../../interop/proofModels.fixture'
import type { WrittenModel } from '../../../interop/target'
import type { TrainedModel } from '../../../model/trainedModel'
import { normalised, predictHere } from '../predictHere.fixture'
import { openRuntime } from './onnx'

const COUNT = 4

/** As the runtime is fed: in the layout that the file asks for. */
function fed(model: TrainedModel, pixels: Uint8Array, { layout, takes }: WrittenModel['input']) {
  const { height, width, channels } = model.data
  const values = takes === 'bytes' ? Float32Array.from(pixels) : normalised(model, pixels)
  return layout === 'NHWC' ? values : lay(values, { as: [COUNT, height, width, channels], axes: [0, 3, 1, 2] })
}

async function largestDifference(model: TrainedModel, written: WrittenModel): Promise<number> {
  const pixels = proofImages(model.data, COUNT)
  const expected = await predictHere(model, pixels, COUNT)
  const runtime = await openRuntime(written)
  const found = await runtime.predict(fed(model, pixels, written.input), COUNT, model.data)
  runtime.close()
  expect(found).toHaveLength(expected.length)
  return found.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0)
}

const CHOICES = [[], ['normalise'], ['channelsFirst'], ['normalise', 'channelsFirst']].map((chosen) => ({ chosen }))

describe.each(PROOF_MODELS)('an ONNX file of $name', ({ model }) => {
  it.each(CHOICES)('predicts in onnxruntime what the trainer does, written with $chosen', async ({ chosen }) => {
    const written = await write(model, new Set(chosen))
    const difference = await largestDifference(model, written)
    expect(difference, `The largest difference is ${difference}`).toBeLessThan(written.bound)
  })

  it.each(['NHWC', 'NCHW'])('opens as layers that predict the same without its metadata, with %s', async (layout) => {
    const written = await write(model, new Set(['normalise', ...(layout === 'NCHW' ? ['channelsFirst'] : [])]))
    const bare = encode({ ...decode(written.files[0]!.bytes), metadata: new Map() })
    const read = readOnnx(bare)
    const pixels = proofImages(model.data, COUNT)
    const [expected, found] = [await predictHere(model, pixels, COUNT), await predictHere(read, pixels, COUNT)]
    const difference = found.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0)
    expect(difference, `The largest difference is ${difference}`).toBeLessThan(1e-5)
    expect(read.classes).toHaveLength(model.classes.length)
  })
})
