/** The program beside an exported model, run by Node with plain TensorFlow.js, prints what the model says here. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { fitImage } from '../../data/images/fitImage'
import { predictHere } from '../../engine/models/predictHere.fixture'
import { updateLayer } from '../../model/graph/stack'
import type { TrainedModel } from '../../model/trainedModel'
import { PROOF_MODELS, proofImages } from '../proofModels.fixture'
import { write } from './write'

const folder = mkdtempSync(join(tmpdir(), 'strata-'))
afterAll(() => rmSync(folder, { recursive: true }))
symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'))

async function runWith(model: TrainedModel, image: Buffer): Promise<readonly string[]> {
  const { files, snippet } = await write(model)
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes)
  writeFileSync(join(folder, 'image.png'), image)
  const { stdout, stderr, status } = spawnSync('node', [snippet!.file, 'image.png'], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout.trimEnd().split('\n')
}

const NAMES = ['</script><b>', ['$', '{process.exit(1)}'].join(''), '“猫”, `or` not']

/** What the program prints of an image, and what it should. */
async function runOnOne(model: TrainedModel): Promise<readonly [printed: Printed, expected: Float64Array]> {
  const pixels = proofImages(model.data, 1)
  const { height, width, channels } = model.data
  const image = sharp(pixels, { raw: { width, height, channels: channels as 1 | 3 } })
  const printed = await runWith(model, await image.png().toBuffer())
  return [read(printed), await predictHere(model, pixels, 1)]
}

interface Printed {
  readonly best: string | undefined
  readonly names: readonly (string | undefined)[]
  readonly shares: readonly number[]
}

function read([best, ...lines]: readonly string[]): Printed {
  const parts = lines.map((line) => /^ {2}(\d\.\d{4}) {2}(.*)$/.exec(line))
  return { best, names: parts.map((part) => part?.[2]), shares: parts.map((part) => Number(part?.[1])) }
}

const nameOfLargest = ({ classes }: TrainedModel, expected: Float64Array): string | undefined =>
  classes[expected.indexOf(Math.max(...expected))]

const largestDifference = ({ shares }: Printed, expected: Float64Array): number =>
  Math.max(...shares.map((share, at) => Math.abs(share - expected[at]!)))

describe('classify.mjs', () => {
  it.each(PROOF_MODELS)('with $name', async ({ model }) => {
    const [printed, expected] = await runOnOne(model)
    expect([printed.best, printed.names]).toEqual([nameOfLargest(model, expected), model.classes])
    expect(largestDifference(printed, expected)).toBeLessThan(6e-5)
  })

  it('with names that are programs, and an end in scores', async () => {
    const { model } = PROOF_MODELS[4]!
    const last = model.stack.layers.at(-1)!
    const stack = updateLayer(model.stack, last.id, { activation: 'linear' })
    const named = { ...model, stack, classes: NAMES }
    const [printed, expected] = await runOnOne(named)
    expect([printed.best, printed.names]).toEqual([nameOfLargest(named, expected), NAMES])
    expect(largestDifference(printed, expected)).toBeLessThan(6e-5)
    expect((await write({ ...model, stack })).notes).toEqual([
      'The model gives scores, one a class: a softmax makes probabilities of them, as Strata and the program beside the file do.',
    ])
  })

  it('shows an image of another shape whole, as Strata does, and passes over transparency', async () => {
    const { model } = PROOF_MODELS[2]!
    const { height, width } = model.data
    const wide = { width: 4 * width, height: 2 * height, channels: 3 } as const
    const colour = { r: 200, g: 30, b: 40 }
    const png = await sharp({ create: { ...wide, channels: 4, background: { ...colour, alpha: 0.5 } } })
      .png()
      .toBuffer()
    const pixels = Uint8Array.from({ length: wide.width * wide.height * 3 }, (_, at) => [200, 30, 40][at % 3]!)
    const fitted = fitImage({ ...wide, pixels }, model.data, 'contain', 'area')
    // sharp multiplies colours by the transparency and divides again, which rounds them.
    const [printed, expected] = [read(await runWith(model, png)), await predictHere(model, fitted.pixels, 1)]
    expect(printed.best).toBe(nameOfLargest(model, expected))
    expect(largestDifference(printed, expected)).toBeLessThan(2e-3)
  })

  it('asks for an image where none is named', () => {
    const { stderr, status } = spawnSync('node', ['classify.mjs'], { cwd: folder, encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, 'Name an image file: node classify.mjs image.png\n'])
  })
})
