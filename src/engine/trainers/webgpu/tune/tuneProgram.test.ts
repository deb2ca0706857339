import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import { createLayer, createStack } from '../../../../model/graph/stack'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import { openImages } from '../deviceImages'
import { keepPipelines } from '../keepPipelines.fixture'
import { failOnDeviceErrors } from '../watchDevice.fixture'
import { createChoiceStore } from './choiceStore'
import { clockThatFavours } from './tuner.fixture'
import { tuneProgram, type TuneOptions } from './tuneProgram'

let device: GPUDevice
const watch = failOnDeviceErrors()
beforeAll(async () => {
  device = keepPipelines(watch((await openNodeGpu()).device))
})

const data = { height: 8, width: 8, channels: 4, classes: 3 }
const stack = createStack('image', [
  createLayer('Conv2D', { filters: 8, padding: 'same', activation: 'relu' }),
  createLayer('GlobalAveragePooling2D'),
  createLayer('Dense', { units: 3, activation: 'softmax' }),
])

async function tune(count: number, options: Partial<TuneOptions> = {}) {
  const pixels = Uint8Array.from({ length: count * 256 }, (_, i) => i * 7)
  const batchSize = 4
  const images = await openImages(device, { count, pixels, labels: new Uint16Array(count) }, batchSize)
  try {
    const recipe = { ...DEFAULT_RECIPE, batchSize }
    return await tuneProgram({ device, images, stack, data, recipe, normalisation: rescaling(4), ...options })
  } finally {
    images.dispose()
  }
}

describe('the variants of a model, tried at once', () => {
  it('are all timed by the device, in training and by themselves', async () => {
    const told: string[] = []
    const { operations, state, clock } = await tune(4, {
      exhaustive: true,
      onProgress: (done, all) => told.push(`${done} of ${all}`),
    })
    expect([state, clock]).toEqual(['done', 'device'])
    expect(operations.length).toBeGreaterThan(0)
    expect(told.at(-1)).toBe(`${operations.length} of ${operations.length}`)
    for (const { variants, alone, by } of operations) {
      expect(by).toBe('trial')
      expect(Object.keys(alone)).toEqual(variants.map(({ name }) => name))
      for (const { milliseconds } of variants) expect(milliseconds).toBeGreaterThan(0)
      for (const milliseconds of Object.values(alone)) expect(milliseconds).toBeGreaterThan(0)
    }
  })

  it('are kept where that is wanted', async () => {
    const choices = createChoiceStore({ isKept: false })
    const openClock = clockThatFavours('groups of 128')
    const first = await tune(4, { choices, openClock })
    const next = await tune(4, { choices, openClock })
    expect(await choices.count()).toBe(first.operations.length)
    expect(next.operations.map(({ chosen }) => chosen)).toEqual(first.operations.map(({ chosen }) => chosen))
    expect(next.operations.every(({ by }) => by === 'earlier trial')).toBe(true)
  })

  it('need a whole batch of images', async () => {
    await expect(tune(3)).rejects.toThrow('3 images are less than a batch of 4')
  })
})
