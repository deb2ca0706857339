import { describe, expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import type { StepTime } from '../../engine/protocol/stepTime'
import { drawnFor } from '../../model/graph/drawnFor'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { lenet, openRun, setStage } from '../actions.fixture'
import { isMeasuredOf, type Measurable } from '../session/timingPart'

const TIME: StepTime = {
  milliseconds: 10,
  layers: { dense: { forward: 2, backward: 4 } },
  rest: { images: 1, loss: 1, update: 2 },
  takenIn: {},
  clock: 'device',
}

describe('the time of a step', () => {
  it('is measured of the document, and belongs to it until stack, batch size or device change', async () => {
    const { actions, session, document, engine } = setStage({ measureStep: () => TIME })
    await actions.measureStep()
    const { stack, recipe } = document.getState()
    const data = drawnFor(stack, DEFAULT_DATA_SHAPE)
    expect(engine.calls.at(-1)).toEqual({ name: 'measureStep', request: { stack, recipe, data } })
    expect(session().timing).toMatchObject({ measuring: false, trouble: undefined })
    const { measured } = session().timing
    if (!measured) throw new Error('Nothing was measured')
    expect(measured.time).toBe(TIME)

    const now: Measurable = { stack, recipe, data, adapter: 'apple metal-3' }
    expect(isMeasuredOf(measured, now)).toBe(true)
    const longer = { recipe: { ...recipe, epochs: 9, learningRate: 1 } }
    // How long training goes on, and how fast it learns, makes no step longer.
    expect(isMeasuredOf(measured, { ...now, ...longer })).toBe(true)
    for (const other of [
      { stack: lenet.build(data).stack },
      { recipe: { ...recipe, batchSize: 7 } },
      { recipe: { ...recipe, optimizer: 'sgd' as const } },
      { recipe: { ...recipe, adam: { ...recipe.adam, amsgrad: true } } },
      { data: { ...data, height: 30 } },
      { adapter: 'another' },
    ]) {
      expect(isMeasuredOf(measured, { ...now, ...other })).toBe(false)
    }
  })

  it('says how far the measuring is, and nothing of it before and after', async () => {
    const seen: (number | undefined)[] = []
    const { actions, session } = setStage({
      measureStep(_request, { emit }) {
        for (const share of [0.25, 0.5]) {
          emit({ type: 'measureProgress', share })
          seen.push(session().timing.progress)
        }
        return TIME
      },
    })
    await actions.measureStep()
    expect(seen).toEqual([0.25, 0.5])
    expect(session().timing.progress).toBeUndefined()
  })

  it('gives way to a run, without a word', async () => {
    const { script, end } = openRun()
    const { actions, session, engine } = setStage({ ...script, measureStep: () => new Promise<never>(() => undefined) })
    await actions.loadSampleDigits()
    const measuring = actions.measureStep()
    expect(session().timing.measuring).toBe(true)
    const training = actions.startTraining()
    await measuring
    expect(session().timing).toEqual({ measured: undefined, measuring: false, trouble: undefined })

    await actions.measureStep()
    expect(session().timing.trouble?.message).toBe('A run is going on: stop it, or wait until it has ended.')
    expect(engine.calls.filter(({ name }) => name === 'measureStep')).toHaveLength(1)
    end({ kind: 'stopped', seconds: 1 })
    await training
  })

  it('is not there where the device can’t tell, and the page says why', async () => {
    const message = 'This device can’t tell how long each layer takes.'
    const { actions, session } = setStage({
      measureStep: () => Promise.reject(new EngineError({ code: 'device', message })),
    })
    await actions.measureStep()
    expect(session().timing).toEqual({ measured: undefined, measuring: false, trouble: { message } })
    actions.dismiss('timing')
    expect(session().timing.trouble).toBeUndefined()
  })

  it('can be given up, and is forgotten with the engine', async () => {
    let answer: (time: StepTime) => void = () => undefined
    const { actions, session, engine } = setStage({
      measureStep: () => new Promise<StepTime>((resolve) => (answer = resolve)),
    })
    const given = actions.measureStep()
    actions.stopMeasuring()
    await given
    expect(session().timing.measured).toBeUndefined()
    const measuring = actions.measureStep()
    answer(TIME)
    await measuring
    expect(session().timing.measured?.time).toBe(TIME)
    engine.emit({ type: 'engineRestarted', message: 'It was ended.' })
    expect(session().timing.measured).toBeUndefined()
  })
})
