import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAnnouncer, type Backend } from './backends/backend'
import { openCpu } from './backends/cpu'
import type { Device } from './device'
import { makeStripes, STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from './stripes.fixture'
import { withTrainer } from './withTrainer'

const dataset = makeStripes({ train: 20, validation: 0, test: 0 })
const subject = { stack: STRIPES_STACK, data: STRIPES_SHAPE, recipe: STRIPES_RECIPE }

beforeAll(async () => {
  await tf.setBackend('cpu')
})

/** The processor, as a device that can be made to report troubles. */
function openTroubledDevice() {
  const { announce, watch } = createAnnouncer()
  const pool = { released: 0 }
  const backend: Backend = { ...openCpu(), watch, releasePool: () => void pool.released++ }
  const device: Device = { backend, report: { backend: 'cpu', trainer: 'tfjs', software: true } }
  return { device, announce, pool }
}

describe('work on a device', () => {
  it('leaves nothing behind when it is done', async () => {
    const { device, pool } = openTroubledDevice()
    const held = await withTrainer(device, dataset, subject, () => Promise.resolve(tf.memory().numTensors))
    expect(held).toBeGreaterThan(0)
    expect(tf.memory().numTensors).toBe(0)
    expect(pool.released).toBe(1)
  })

  it('ends in the words of a device that reports an error, once it has wound up', async () => {
    const { device, announce } = openTroubledDevice()
    const seen: string[] = []
    const work = withTrainer(device, dataset, subject, async (_, failed) => {
      announce({ message: 'The graphics device has no memory left.', lost: false })
      await Promise.resolve()
      seen.push(failed.aborted ? 'told' : 'not told')
    })
    await expect(work).rejects.toMatchObject({ code: 'device', message: 'The graphics device has no memory left.' })
    expect(seen).toEqual(['told'])
    expect(tf.memory().numTensors).toBe(0)
  })

  it('does not wait for a device that is lost', async () => {
    const { device, announce, pool } = openTroubledDevice()
    const work = withTrainer(device, dataset, subject, () => {
      announce({ message: 'The browser lost the graphics device.', lost: true })
      return new Promise<never>(() => undefined)
    })
    await expect(work).rejects.toMatchObject({ code: 'device', message: 'The browser lost the graphics device.' })
    expect(pool.released).toBe(0)
  })
})
