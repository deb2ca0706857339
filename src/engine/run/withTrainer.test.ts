import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { rescaling } from '../../model/training/normalisation'
import { breathe } from '../../common/breathe'
import { makeStripes, STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../stripes.fixture'
import { openTroubledDevice } from '../device/troubledDevice.fixture'
import { withTrainer } from './withTrainer'

const dataset = makeStripes({ train: 20, validation: 0, test: 0 })
const subject = {
  stack: STRIPES_STACK,
  data: STRIPES_SHAPE,
  recipe: STRIPES_RECIPE,
  normalisation: rescaling(1),
}

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const wanted = new AbortController().signal

describe('work on a device', () => {
  it('leaves nothing behind when it is done', async () => {
    const { device, pool } = openTroubledDevice()
    const held = await withTrainer(device, dataset, subject, wanted, () => Promise.resolve(tf.memory().numTensors))
    expect(held).toBeGreaterThan(0)
    expect(tf.memory().numTensors).toBe(0)
    expect(pool.released).toBe(1)
  })

  it('ends in the words of a device that reports an error, once it has wound up', async () => {
    const { device, announce } = openTroubledDevice()
    const seen: string[] = []
    const work = withTrainer(device, dataset, subject, wanted, async (_, failed) => {
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
    const work = withTrainer(device, dataset, subject, wanted, () => {
      announce({ message: 'The browser lost the graphics device.', lost: true })
      return new Promise<never>(() => undefined)
    })
    await expect(work).rejects.toMatchObject({ code: 'device', message: 'The browser lost the graphics device.' })
    expect(pool.released).toBe(0)
  })
  it('does not begin once it is no longer wanted, and leaves nothing behind', async () => {
    const { device } = openTroubledDevice()
    const stop = new AbortController()
    let begun = false
    const work = withTrainer(device, dataset, subject, stop.signal, () => Promise.resolve((begun = true)))
    void breathe().then(() => stop.abort())
    await expect(work).rejects.toMatchObject({ name: 'AbortError' })
    expect(begun).toBe(false)
    expect(tf.memory().numTensors).toBe(0)
  })
})
