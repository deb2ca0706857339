/** Damaged ONNX files open as what they hold, or are refused with a sentence. */
import { expect, it } from 'vitest'
import { mutations } from '../../data/mutate.fixture'
import { weightSpecs } from '../../model/graph/weights'
import { analyseStack } from '../../model/graph/shapes'
import { sizeOf } from '../../model/layers/define'
import { InteropError } from '../interopError'
import { PROOF_MODELS } from '../proofModels.fixture'
import { SMALL_MODEL } from '../smallModel.fixture'
import { createRandom } from '../../model/random'
import { decode } from './decode'
import { encode } from './encode'
import { mixedUp } from './mixedUp.fixture'
import { readOnnx } from './readOnnx'
import { writeOnnx } from './write'

/** A file of a few kilobytes, most of which is no weights: with all that Strata says of itself, and without. */
const samples = [SMALL_MODEL, ...PROOF_MODELS.map(({ model }) => model)]
  .map((model) => writeOnnx(model, { layout: 'NHWC', takes: 'bytes' }))
  .filter(({ length }) => length < 50_000)
  .flatMap((bytes) => [bytes, encode({ ...decode(bytes), metadata: new Map() })])

/** Whether the file opened, and not with less than it must have, rather than being refused in a sentence. */
function opens(bytes: Uint8Array<ArrayBuffer>, run: number): boolean {
  try {
    const { stack, data, weights, classes } = readOnnx(bytes)
    expect(analyseStack(stack, data).trainable).toBe(true)
    expect(classes).toHaveLength(data.classes)
    for (const { key, shape } of weightSpecs(stack, data)) {
      expect(weights.get(key)).toHaveLength(sizeOf(shape))
      expect(weights.get(key)!.every((value) => Number.isFinite(value))).toBe(true)
    }
    return true
  } catch (error) {
    if (!(error instanceof InteropError)) throw new Error(`Run ${run}`, { cause: error })
    expect(error.message).toMatch(/^[^\n]+\.$/)
    return false
  }
}

it('a damaged file opens, or is refused in a sentence', { timeout: 3_600_000 }, () => {
  expect(samples.length).toBeGreaterThan(4)
  const counts = [0, 0]
  for (const { bytes, run } of mutations(samples, 45)) counts[opens(bytes, run) ? 0 : 1]!++
  expect(Math.min(...counts)).toBeGreaterThan(0)
})

it('a graph that was mixed up opens, or is refused in a sentence', { timeout: 3_600_000 }, () => {
  const graphs = samples.map((bytes) => decode(bytes))
  const runs = Number(process.env['STRATA_FUZZ'] ?? 300)
  const counts = [0, 0]
  for (let run = 0; run < runs; run++) {
    const random = createRandom(46, run)
    let graph = graphs[run % graphs.length]!
    for (let times = 1 + random.integer(3); times > 0; times--) graph = mixedUp(graph, random)
    counts[opens(encode(graph), run) ? 0 : 1]!++
  }
  expect(Math.min(...counts)).toBeGreaterThan(0)
})
