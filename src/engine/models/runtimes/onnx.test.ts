/** What ONNX files predict in onnxruntime, against the trainer on the processor. */
import { describe, expect, it } from 'vitest'
import { decode } from '../../../interop/onnx/decode'
import { encode } from '../../../interop/onnx/encode'
import { lay } from '../../../interop/onnx/layOut'
import { readOnnx } from '../../../interop/onnx/readOnnx'
import { mixedUp } from '../../../interop/onnx/mixedUp.fixture'
import { endsInScores } from '../../../model/graph/output'
import { InteropError } from '../../../interop/interopError'
import { softmax } from '../../../model/metrics/softmax'
import { createRandom } from '../../../model/random'
import { write, writeOnnx } from '../../../interop/onnx/write'
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
    expect(difference, `The largest difference is ${difference}`).toBeLessThan(1e-5)
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

/** Files that nobody wrote: what opens must predict what it predicts in onnxruntime. */
it(
  'a graph that was mixed up, and opens, predicts what it predicts in onnxruntime',
  { timeout: 3_600_000 },
  async () => {
    const graphs = PROOF_MODELS.map(({ model }) => decode(writeOnnx(model, { layout: 'NHWC', takes: 'bytes' })))
    const runs = Number(process.env['STRATA_FUZZ'] ?? 300) / 5
    const found: { run: number; difference: number }[] = []
    for (let run = 0; run < runs; run++) {
      const graph = mixedUp({ ...graphs[run % graphs.length]!, metadata: new Map() }, createRandom(47, run))
      const bytes = encode(graph)
      const difference = await differenceInRuntime(bytes)
      if (difference !== undefined) found.push({ run, difference })
    }
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter(({ difference }) => !(difference < 1e-5))).toEqual([])
  },
)

/** Undefined for a file that does not open, that onnxruntime does not take, or whose pixels become numbers by a guess. */
async function differenceInRuntime(bytes: Uint8Array<ArrayBuffer>): Promise<number | undefined> {
  try {
    const model = readOnnx(bytes)
    if (model.notes.some((note) => note.includes('pixels'))) return undefined
    const isLogarithm = model.notes.some((note) => note.includes('logarithms'))
    const pixels = proofImages(model.data, COUNT)
    const written = { files: [{ name: 'model.onnx', bytes }], input: { layout: 'NHWC', takes: 'bytes' } } as const
    const runtime = await openRuntime(written)
    const given = await runtime.predict(Float32Array.from(pixels), COUNT, model.data)
    runtime.close()
    const { classes } = model.data
    const ran = endsInScores(model.stack)
      ? Array.from({ length: COUNT }, (_, at) => [...softmax(given.subarray(at * classes, (at + 1) * classes))]).flat()
      : given.map((value) => (isLogarithm ? Math.exp(value) : value))
    const expected = await predictHere(model, pixels, COUNT)
    return expected.reduce((most, value, at) => Math.max(most, Math.abs(value - ran[at]!)), 0)
  } catch (error) {
    if (error instanceof InteropError || String(error).includes('ERROR_CODE')) return undefined
    throw error
  }
}
