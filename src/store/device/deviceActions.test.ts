import { describe, expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import type { DeviceReport } from '../../engine/protocol/device'
import { openRun, setStage } from '../actions.fixture'
import { createStorage } from '../storage.fixture'
import { whyDeviceIsKept } from './deviceActions'
import { findWish, keepWish } from './deviceWish'

const PROCESSOR: DeviceReport = { backend: 'processor', trainer: 'processor', threads: 2, software: false }

describe('what a person wants to compute on', () => {
  it('is kept for the next visit, until it is the best again', () => {
    const storage = createStorage()
    expect(findWish(storage, '')).toEqual({ wish: 'best' })
    keepWish(storage, 'processor')
    expect(findWish(storage, '?other=1')).toEqual({ wish: 'processor' })
    keepWish(storage, 'best')
    expect(findWish(storage, '')).toEqual({ wish: 'best' })
    expect(findWish(undefined, '')).toEqual({ wish: 'best' })
    storage.setItem('strata.device', 'abacus')
    expect(findWish(storage, '')).toEqual({ wish: 'best' })
  })

  it('may stand in the address, which changes nothing for the next visit', () => {
    const storage = createStorage()
    keepWish(storage, 'webgl')
    expect(findWish(storage, '?backend=cpu')).toEqual({ wish: 'cpu' })
    expect(findWish(storage, '')).toEqual({ wish: 'webgl' })
  })

  it('is told when the address asks for what there is not', () => {
    const storage = createStorage()
    keepWish(storage, 'webgl')
    for (const asked of ['', 'best', 'WebGPU']) {
      expect(findWish(storage, `?backend=${asked}`)).toEqual({
        wish: 'webgl',
        trouble: `The address asks for the backend “${asked}”, which there is not: ask for one of “webgpu”, “processor”, “webgl”, “cpu”.`,
      })
    }
  })
})

describe('the device', () => {
  it('is changed at a choice, which is kept', async () => {
    const storage = createStorage()
    const { actions, engine, session } = setStage({ startDevice: () => PROCESSOR }, storage)
    const choosing = actions.chooseDevice('processor')
    expect(session().device).toMatchObject({ wish: 'processor', report: undefined })
    expect(whyDeviceIsKept(session())).toBe('A device is being looked for: wait a moment.')
    await choosing
    expect(session().device).toMatchObject({ wish: 'processor', report: PROCESSOR, trainer: undefined, deviceBytes: 0 })
    expect(engine.calls).toEqual([{ name: 'startDevice', request: 'processor' }])
    expect(findWish(storage, '').wish).toBe('processor')
  })

  it('stays while a run has it, and says why', async () => {
    const storage = createStorage()
    const { script, end } = openRun()
    const { actions, session, engine } = setStage(script, storage)
    await actions.loadSampleDigits()
    const training = actions.startTraining()
    const before = session().device
    await actions.chooseDevice('webgl')
    expect(session().device).toEqual({
      ...before,
      trouble: 'A run is going on: stop it, or wait until it has ended.',
    })
    expect(engine.calls.map(({ name }) => name)).not.toContain('startDevice')
    expect(findWish(storage, '').wish).toBe('best')
    end({ kind: 'stopped', seconds: 1 })
    await training
    expect(whyDeviceIsKept(session())).toBeUndefined()
  })

  it('is wanted anew of a new worker, once', async () => {
    const { actions, session, engine } = setStage({ startDevice: () => PROCESSOR })
    await actions.chooseDevice('processor')
    engine.emit({ type: 'engineRestarted', message: 'The training engine failed.' })
    expect(session().device).toMatchObject({ wish: 'processor', trouble: 'The training engine failed.', lost: true })
    await expect.poll(() => session().device.report).toEqual(PROCESSOR)
    expect(engine.calls.map(({ request }) => request)).toEqual(['processor', 'processor'])
  })

  it('is not looked for by a new worker when the last one died of that', async () => {
    let fail: (error: EngineError) => void = () => undefined
    const { actions, session, engine } = setStage({ startDevice: () => new Promise((_, reject) => (fail = reject)) })
    const starting = actions.startDevice()
    // As the client does it: calls fail, and then all hear of it.
    fail(new EngineError({ code: 'internal', message: 'The training engine failed.' }))
    engine.emit({ type: 'engineRestarted', message: 'The training engine failed.' })
    await starting
    expect(engine.calls).toHaveLength(1)
    expect(session().device).toMatchObject({ report: undefined, lost: true, trouble: 'The training engine failed.' })
  })

  it('is asked for as it is when a model comes to a new one', async () => {
    const { actions, session, engine } = setStage({ startDevice: () => PROCESSOR })
    await actions.chooseDevice('processor')
    engine.emit({ type: 'deviceLost', message: 'A worker was lost.' })
    expect(session().device).toMatchObject({ report: undefined, lost: true, trouble: 'A worker was lost.' })
    engine.emit({ type: 'trainerChosen', choice: { trainer: 'processor' } })
    await expect.poll(() => session().device.report).toEqual(PROCESSOR)
    expect(engine.calls.at(-1)).toEqual({ name: 'startDevice', request: undefined })
  })
})
