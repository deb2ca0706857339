import { describe, expect, it } from 'vitest'
import { hash } from '../../../../model/hash'
import { createRandom } from '../../../../model/random'
import { NORMAL_SCALE } from '../../../../model/training/augmentImage'
import { stateOf } from '../../executor.fixture'
import type { Operation } from '../../plan/operation'
import { runParts } from '../wasmExecutor.fixture'

const [PLACES, CHANNELS] = [15, 7]
const VALUES = PLACES * CHANNELS
const [SEED, STEP, INDEX] = [77, 1234, 2]
const RATE = 0.3
const STDDEV = 0.4
const IMAGES = 7

const buffers = { layer: 'noise', index: INDEX, batchSize: 4, from: 'from', to: 'to' }
const KERNELS = {
  dropout: { kind: 'dropoutForward', ...buffers, rate: RATE, values: VALUES },
  spatialDropout: { kind: 'spatialDropoutForward', ...buffers, rate: RATE, places: PLACES, channels: CHANNELS },
  gaussianDropout: { kind: 'gaussianDropoutForward', ...buffers, rate: RATE, values: VALUES },
  gaussianNoise: { kind: 'gaussianNoiseForward', ...buffers, stddev: STDDEV, values: VALUES },
} as const satisfies Record<string, Operation>

/** Runs an operation on a batch that is cut into parts of so many images. */
async function run(
  operation: Operation,
  from: Float32Array<ArrayBuffer>,
  sizes: readonly number[],
): Promise<Float32Array> {
  let first = 0
  const parts = sizes.map((images) => {
    const own = [first * VALUES, (first + images) * VALUES] as const
    first += images
    return { images, inputs: { from: from.slice(...own) }, outputs: { to: images * VALUES } }
  })
  const inputs = stateOf(IMAGES, { seed: SEED, step: STEP })
  const made = await runParts([operation], { inputs, outputs: {} }, parts)
  return Float32Array.from(made.parts.flatMap(({ to }) => [...new Float32Array(to!)]))
}

const placeDraw = (place: number): number => hash(place ^ hash(STEP ^ hash(SEED ^ INDEX)))
const countOneBits = (bits: number): number => bits.toString(2).replaceAll('0', '').length
/** What `model/training/augmentImage.ts` makes of a number, not yet scaled. These numbers have no rounding. */
function normalDraw(number: number): number {
  const again = hash(number)
  return countOneBits(number) + countOneBits(again) - 32 + (hash(again) >>> 8) / 2 ** 24 - 0.5
}

const { fround } = Math
const EXPECTED: Readonly<Record<keyof typeof KERNELS, (value: number, at: number) => number>> = {
  dropout: (value, at) => (placeDraw(at) < RATE * 2 ** 32 ? 0 : fround(value * fround(1 / (1 - RATE)))),
  spatialDropout: (value, at) => {
    const map = Math.floor(at / VALUES) * CHANNELS + (at % CHANNELS)
    return placeDraw(map) < RATE * 2 ** 32 ? 0 : fround(value * fround(1 / (1 - RATE)))
  },
  gaussianDropout: (value, at) => {
    const scale = fround(Math.sqrt(RATE / (1 - RATE)) * NORMAL_SCALE)
    return fround(value * fround(1 + fround(scale * fround(normalDraw(placeDraw(at))))))
  },
  gaussianNoise: (value, at) =>
    fround(value + fround(fround(STDDEV * NORMAL_SCALE) * fround(normalDraw(placeDraw(at))))),
}

const random = createRandom(1)
const values = Float32Array.from({ length: IMAGES * VALUES }, () => random.normal())

describe.each(Object.keys(KERNELS) as (keyof typeof KERNELS)[])('%s', (name) => {
  it.each([[[7]], [[4, 3]], [[3, 3, 1]]])(
    'draws the numbers of the hash, to the bit, in parts of %j',
    async (sizes) => {
      const made = await run(KERNELS[name], values, sizes)
      expect([...made]).toEqual(Array.from(values, EXPECTED[name]))
    },
  )
})
