import { initialWeights } from '../../../model/graph/initialise'
import { beforeAll, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import { NO_AUGMENTATION } from '../../../model/training/augmentation'
import { rescaling } from '../../../model/training/normalisation'
import { createRandom } from '../../../model/random'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { createLayer, createStack } from '../../../model/graph/stack'
import { createCompiledTrainer } from './compiledTrainer'
import { NO_ROOM, openImages, roomOf, type DeviceImages, type Room } from './deviceImages'
import { keepPipelines } from './keepPipelines.fixture'
import { failOnDeviceErrors } from './watchDevice.fixture'

let device: GPUDevice
const watch = failOnDeviceErrors()
beforeAll(async () => {
  device = keepPipelines(watch((await openNodeGpu()).device))
})

/** 35 bytes an image: no image and no batch ends at a whole word. */
const DATA = { height: 5, width: 7, channels: 1, classes: 3 }
const SIZE = 35
const IMAGES = 61
const BATCH = 7
const stack = createStack('image', [
  createLayer('Conv2D', { filters: 4, padding: 'same' }),
  createLayer('Dropout', { rate: 0.3 }),
  createLayer('Flatten'),
  createLayer('Dense', { units: 3, activation: 'softmax' }),
])
const recipe = {
  ...DEFAULT_RECIPE,
  batchSize: BATCH,
  augmentation: { ...NO_AUGMENTATION, widthShift: 0.1, horizontalFlip: true },
}

const random = createRandom(5)
const dataset = {
  count: IMAGES,
  pixels: Uint8Array.from({ length: IMAGES * SIZE }, () => random.integer(256)),
  labels: Uint16Array.from({ length: IMAGES }, () => random.integer(3)),
}
const rows = random.shuffle(Uint32Array.from({ length: IMAGES }, (_, i) => i))

/** Three epochs of different orders, a look at other rows in the midst of one, and a checkpoint taken and restored. */
async function trainIn(room: Room) {
  const images = await openImages(device, dataset, BATCH, room)
  const weights = initialWeights(stack, DATA, 1)
  const trainer = await createCompiledTrainer({
    device,
    stack,
    data: DATA,
    recipe,
    normalisation: rescaling(1),
    classWeights: [0.5, 1, 2],
    images,
  })
  const all = async (): Promise<void> => {
    while (trainer.trainBatches(99) > 0) await Promise.resolve()
  }
  trainer.loadWeights(weights)
  trainer.beginEpoch(rows)
  await all()
  trainer.beginEpoch(rows.toReversed())
  trainer.trainBatches(3)
  const classified = await trainer.classify(rows.subarray(4, 30))
  const checkpoint = await trainer.saveState()
  await all()
  trainer.restoreState(checkpoint)
  await all()
  trainer.beginEpoch(rows.subarray(0, 20))
  await all()
  const result = { classified, steps: await trainer.readSteps(), weights: await trainer.readWeights() }
  trainer.dispose()
  images.dispose()
  return { images, result }
}

const whole = (): Promise<{ images: DeviceImages; result: unknown }> => trainIn(roomOf(device))

it('splits images that one buffer can’t hold, and trains on them bit for bit as on the whole', async () => {
  const { images, result } = await trainIn({ buffer: 17 * SIZE, total: Infinity })
  expect(images.chunks.map(({ firstRow, rows: count }) => [firstRow, count])).toEqual([
    [0, 16],
    [16, 16],
    [32, 16],
    [48, 13],
  ])
  expect(result).toEqual((await whole()).result)
})

it('streams images that the device has no room for, and trains on them bit for bit as on the whole', async () => {
  const { images, result } = await trainIn(NO_ROOM)
  expect(images.windows).toBeDefined()
  expect(images.chunks).toHaveLength(1)
  expect(result).toEqual((await whole()).result)
})

it('streams images for which the device’s memory does not suffice', async () => {
  // The software adapter binds a gigabyte at once, but has no such piece of memory.
  const size = 2 ** 20
  const count = device.limits.maxBufferSize / size
  const huge = { count, pixels: new Uint8Array(count * size), labels: new Uint16Array(count) }
  const images = await openImages(device, huge, 4, { buffer: 2 ** 31, total: Infinity })
  expect(images.windows?.training.batches).toBe(16)
  expect(images.bytes).toBeLessThan(80 * size)
  images.dispose()
})

it('streams through the smallest window where batches are large', async () => {
  const size = 2 ** 20
  const large = { count: 1, pixels: new Uint8Array(size), labels: new Uint16Array(1) }
  const most = device.limits.maxStorageBufferBindingSize / size
  const images = await openImages(device, large, most / 8, NO_ROOM)
  expect(images.windows?.training.batches).toBe(2)
  images.dispose()
})
