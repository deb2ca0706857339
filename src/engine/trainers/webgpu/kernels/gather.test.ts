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
})
