import { beforeAll, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import { createLayer, createStack } from '../../../model/graph/stack'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { whyNotTrain } from './whyNotTrain'

let device: GPUDevice
beforeAll(async () => {
  device = (await openNodeGpu()).device
})

const output = createLayer('Dense', { units: 5, activation: 'softmax' })
const subjectOf = (units: number, side: number, batchSize: number) => ({
  stack: createStack('flat', [createLayer('Dense', { units }), output]),
  data: { height: side, width: side, channels: 1, classes: 5 },
  recipe: { ...DEFAULT_RECIPE, batchSize },
  normalisation: rescaling(1),
})

it('says which layer the device has no room for', () => {
  expect(whyNotTrain(device, subjectOf(20_000, 12, 65_536))).toBe(
    'The buffer “dense output” takes 5,000 MB at batch size 65,536, and this device binds 1,024 MB at most.',
  )
  expect(whyNotTrain(device, subjectOf(20_000, 12, 64))).toBeUndefined()
})

it('says that batches are too large for the device', () => {
  expect(whyNotTrain(device, subjectOf(1, 2 ** 10, 512))).toBe(
    'The buffer “images” takes 2,048 MB at batch size 512, and this device binds 1,024 MB at most.',
  )
  expect(whyNotTrain(device, subjectOf(1, 2 ** 10, 256))).toBeUndefined()
})

it('says that no two batches could be streamed', () => {
  // One image as numbers fits; two batches of four places each as bytes don't.
  const stack = createStack('image', [
    createLayer('MaxPooling2D', { poolSize: [64, 64] }),
    createLayer('Flatten'),
    output,
  ])
  expect(whyNotTrain(device, { ...subjectOf(1, 2 ** 14, 1), stack })).toBe(
    'The buffer “images” takes 2,048 MB at batch size 1, and this device binds 1,024 MB at most.',
  )
})
