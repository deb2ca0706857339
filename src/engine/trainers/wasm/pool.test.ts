import { afterEach, expect, it, vi } from 'vitest'
import { rescaling } from '../../../model/training/normalisation'
import { initialWeights } from '../../../model/graph/initialise'
import { openMortalProcessor } from '../../device/mortalProcessor.fixture'
import { makeStripes, STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../../stripes.fixture'
import { localProcessor } from './localProcessor.fixture'
import { createProcessorTrainer } from './processorTrainer'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A trainer in the midst of an epoch, on two workers. */
async function startTrainer() {
  const { device, workers } = openMortalProcessor()
  const troubles: unknown[] = []
  device.backend.watch((trouble) => troubles.push(trouble))
  const images = makeStripes({ train: 64, validation: 0, test: 0 })
  const trainer = await createProcessorTrainer({
    stack: STRIPES_STACK,
    data: STRIPES_SHAPE,
    recipe: STRIPES_RECIPE,
    normalisation: rescaling(1),
    processor: device.backend.processor!,
    images,
  })
  trainer.loadWeights(initialWeights(STRIPES_STACK, STRIPES_SHAPE, 1))
  trainer.beginEpoch(Uint32Array.from({ length: 64 }, (_, row) => row))
  return { trainer, workers, troubles }
}

/** Waits until only a worker that says nothing is waited for. */
async function everythingElse(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => void setImmediate(resolve))
  expect(vi.getTimerCount()).toBe(1)
}

it('a worker that dies ends all that is waited for, and the device hears of it once', async () => {
  const { trainer, workers, troubles } = await startTrainer()
  trainer.trainBatches(2)
  const steps = trainer.readSteps()
  workers[1]!.die('')
  const message =
    'A worker that trains on the processor was lost: try again, with a smaller batch size if it happens again.'
  await expect(steps).rejects.toMatchObject({ code: 'device', message })
  await expect(trainer.readWeights()).rejects.toMatchObject({ code: 'device', message })
  expect(troubles).toEqual([{ message, lost: true }])
})

it('a worker that never answers is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { trainer, workers, troubles } = await startTrainer()
  workers[0]!.vanish()
  trainer.trainBatches(1)
  const steps = trainer.readSteps()
  const refusal = steps.catch((error: unknown) => error)
  await everythingElse()
  await vi.advanceTimersByTimeAsync(120_000)
  const message =
    'A worker that trains on the processor was lost (it did not answer for two minutes): try again, with a smaller batch size if it happens again.'
  expect(await refusal).toMatchObject({ code: 'device', message })
  expect(troubles).toEqual([{ message, lost: true }])
})

it('a computer that slept for an hour has lost no worker', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { trainer, workers, troubles } = await startTrainer()
  workers[0]!.vanish()
  trainer.trainBatches(1)
  const refusal = trainer.readSteps().catch((error: unknown) => error)
  await everythingElse()
  // However late a timer comes, it comes once.
  for (let look = 1; look < 12; look++) await vi.advanceTimersToNextTimerAsync()
  expect(troubles).toEqual([])
  await vi.advanceTimersToNextTimerAsync()
  expect(await refusal).toMatchObject({ code: 'device' })
  expect(troubles).toHaveLength(1)
})

it('a trainer that is closed while it is asked refuses all that is waited for, and no device is lost', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { trainer, workers, troubles } = await startTrainer()
  workers[1]!.vanish()
  trainer.trainBatches(3)
  const waited = [trainer.readSteps(), trainer.classify(Uint32Array.of(0, 1)), trainer.readWeights()]
  const refused = Promise.allSettled(waited)
  await everythingElse()
  trainer.dispose()
  const reason = expect.objectContaining({ code: 'device', message: 'The trainer was closed.' }) as unknown
  expect(await refused).toEqual(waited.map(() => ({ status: 'rejected', reason })))
  await expect(trainer.saveState()).rejects.toMatchObject({ message: 'The trainer was closed.' })
  expect(vi.getTimerCount()).toBe(0)
  expect(troubles).toEqual([])
})

it('workers that are at rest may be silent as long as they like', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { trainer, troubles } = await startTrainer()
  trainer.trainBatches(1)
  await trainer.readSteps()
  expect(vi.getTimerCount()).toBe(0)
  expect(troubles).toEqual([])
  trainer.dispose()
})

it('a worker that takes long shows life, and is waited for', async () => {
  const { trainer, troubles } = await startTrainer()
  let now = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 11_000))
  const said: string[] = []
  const cloned = vi.spyOn(globalThis, 'structuredClone').mockImplementation((value) => {
    said.push((value as { kind: string }).kind)
    return value
  })
  trainer.trainBatches(1)
  const [step] = await trainer.readSteps()
  expect(step?.images).toBe(16)
  // Two parts each, and every operation of a part took eleven seconds.
  expect(said.filter((kind) => kind === 'alive').length).toBeGreaterThan(20)
  expect(said.filter((kind) => kind === 'gradients')).toHaveLength(2)
  expect(troubles).toEqual([])
  cloned.mockRestore()
  trainer.dispose()
})

it('a worker that fails says why, in the sentence that is meant for the person', async () => {
  const local = localProcessor(1)
  const processor: typeof local = {
    ...local,
    spawn() {
      const port = local.spawn()
      let hear: (message: unknown) => void = () => undefined
      return {
        ...port,
        onMessage: (listener) => {
          hear = listener
          port.onMessage(listener)
        },
        postMessage(message, transfer) {
          const isStep = (message as { kind: string }).kind === 'step'
          if (isStep) setImmediate(() => hear({ kind: 'failed', message: 'There is no memory.' }))
          else port.postMessage(message, transfer)
        },
      }
    },
  }
  const images = makeStripes({ train: 16, validation: 0, test: 0 })
  const subject = { stack: STRIPES_STACK, data: STRIPES_SHAPE, recipe: STRIPES_RECIPE, normalisation: rescaling(1) }
  const trainer = await createProcessorTrainer({ ...subject, processor, images })
  trainer.loadWeights(initialWeights(STRIPES_STACK, STRIPES_SHAPE, 1))
  trainer.beginEpoch(Uint32Array.from({ length: 16 }, (_, row) => row))
  trainer.trainBatches(1)
  await expect(trainer.readSteps()).rejects.toMatchObject({ code: 'device', message: 'There is no memory.' })
})
