import { beforeAll, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import type { DataShape } from '../../../../model/graph/shapes'
import { createLayer, createStack, type Stack } from '../../../../model/graph/stack'
import { TEMPLATES } from '../../../../model/graph/templates/templates'
import { TUNINGS, type Tuning } from '../tuning'
import { keepPipelines } from '../keepPipelines.fixture'
import { failOnDeviceErrors } from '../watchDevice.fixture'
import { createChoiceStore } from './choiceStore'
import { clockWithoutTrials, trainWithTrials } from './tuner.fixture'
import { DEFAULT, triedPlaces } from './variants'

let device: GPUDevice
const watch = failOnDeviceErrors()
beforeAll(async () => {
  device = keepPipelines(watch((await openNodeGpu()).device))
})

const MNIST = { height: 28, width: 28, channels: 1, classes: 10 }
const SMALL = { height: 10, width: 14, channels: 4, classes: 3 }

const shortcut = createLayer('ReLU')
const RESIDUAL = createStack('image', [
  createLayer('Conv2D', { filters: 16, padding: 'same', activation: 'linear' }),
  createLayer('BatchNormalization'),
  shortcut,
  createLayer('Conv2D', { filters: 16, padding: 'same', activation: 'linear', useBias: false }),
  createLayer('BatchNormalization'),
  { ...createLayer('Add'), from: ['above', shortcut] },
  createLayer('ReLU'),
  createLayer('Conv2D', { filters: 8, padding: 'same', strides: [2, 2], activation: 'relu' }),
  createLayer('GlobalAveragePooling2D'),
  createLayer('Dense', { units: 3, activation: 'softmax' }),
])

const { few, many } = TUNINGS
/** With the least share of what is tried: of the smallest all that has variants. */
const STACKS: readonly (readonly [string, Stack, DataShape, Tuning, number])[] = [
  ['the reference model', TEMPLATES[0].build(MNIST).stack, MNIST, few, 0.05],
  ['LeNet-5', TEMPLATES.find(({ name }) => name === 'LeNet-5')!.build(MNIST).stack, MNIST, many, 0.05],
  ['a residual net with normalisation', RESIDUAL, SMALL, few, 0],
]

it.each(STACKS)(
  'all variants of %s give the same bits, and so does a run on them',
  async (_, stack, data, tuning, leastShare) => {
    const choices = createChoiceStore({ isKept: false })
    // The first other variant of each operation is taken.
    const openClock = clockWithoutTrials(({ variant }) => (variant === DEFAULT ? 1 : 0.5))
    const run = { device, stack, data, batchSize: 6, tuning }
    const placesOf: typeof triedPlaces = (plan, cut, limits) => triedPlaces(plan, cut, limits, leastShare)
    const trials = { choices, after: 0, openClock, placesOf }
    const { report, weights, epochs } = await trainWithTrials({ ...run, trials })
    expect(report!.state).toBe('done')
    expect(report!.operations.length).toBeGreaterThanOrEqual(4)
    for (const { layer, name, variants, chosen } of report!.operations) {
      expect([layer, name, chosen === DEFAULT]).toEqual([layer, name, false])
      const measured = variants.map((variant) => ({
        name: variant.name,
        milliseconds: variant.name === DEFAULT ? 1 : 0.5,
      }))
      expect([layer, name, variants]).toEqual([layer, name, measured])
    }
    expect(weights).toEqual((await trainWithTrials({ ...run, epochs })).weights)
  },
)
