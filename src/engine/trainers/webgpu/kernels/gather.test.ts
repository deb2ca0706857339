import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import { rescaling } from '../../../../model/training/normalisation'
import { errorOf } from '../../errorOf.fixture'
import { COMMON } from '../../plan/buffers'
import { stateOf } from '../../executor.fixture'
import { runKernels } from '../runKernels.fixture'
import { gatherBatch } from './gather'

let device: GPUDevice
beforeAll(async () => {
  device = (await openNodeGpu()).device
})

/** Bytes as the device holds them. */
function toWords(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  padded.set(bytes)
  return new Uint32Array(padded.buffer)
}

describe('the batch', () => {
  it('gathers rows out of the chunks that hold them', async () => {
    const shape = { height: 1, width: 7, channels: 1 }
    const bytes = Uint8Array.from({ length: 5 * 7 + 1 }, (_, i) => (i * 37) % 256)
    const chunks = [
      { buffer: 'one', firstRow: 0, rows: 3 },
      { buffer: 'two', firstRow: 3, rows: 2 },
    ]
    const order = [9, 4, 0, 3, 2]
    const { images } = await runKernels(
      device,
      chunks.map((chunk) => gatherBatch({ batchSize: 4, shape, chunk, normalisation: rescaling(1), images: 'images' })),
      {
        ...stateOf(4, { offset: 1 }),
        [COMMON.order]: Uint32Array.from(order),
        one: toWords(bytes.subarray(0, 21)),
        two: toWords(bytes.subarray(21, 35)),
      },
      { images: 28 },
    )
    const expected = order.slice(1).flatMap((row) => [...bytes.subarray(row * 7, (row + 1) * 7)])
    expect(
      errorOf(
        new Float32Array(images!),
        expected.map((byte) => byte / 255),
      ),
    ).toBeLessThan(1e-6)
  })
  it('writes a border of zeros around each image, whichever chunk holds it', async () => {
    const shape = { height: 2, width: 3, channels: 2 }
    const border = { before: [1, 2], after: [2, 0] } as const
    const bytes = Uint8Array.from({ length: 2 * 12 }, (_, i) => 1 + i)
    const chunks = [
      { buffer: 'one', firstRow: 0, rows: 1 },
      { buffer: 'two', firstRow: 1, rows: 1 },
    ]
    const common = { batchSize: 2, shape, normalisation: rescaling(2), images: 'images', border }
    const { images } = await runKernels(
      device,
      chunks.map((chunk) => gatherBatch({ ...common, chunk })),
      {
        ...stateOf(2),
        [COMMON.order]: Uint32Array.of(1, 0),
        one: toWords(bytes.subarray(0, 12)),
        two: toWords(bytes.subarray(12)),
      },
      { images: 2 * 5 * 5 * 2 },
    )
    const zeros = (count: number): number[] => Array<number>(count).fill(0)
    const expected = [1, 0].flatMap((image) => {
      const row = (at: number): number[] => [...bytes.subarray(12 * image + 6 * at, 12 * image + 6 * at + 6)]
      return [zeros(10), zeros(4), row(0), zeros(4), row(1), zeros(20)].flat()
    })
    expect(
      errorOf(
        new Float32Array(images!),
        expected.map((byte) => byte / 255),
      ),
    ).toBeLessThan(1e-6)
  })
})
