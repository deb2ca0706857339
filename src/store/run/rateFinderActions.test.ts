import { describe, expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import type { RateSweep } from '../../engine/protocol/rateFinder'
import { openRun, setStage } from '../actions.fixture'

const POINTS = { rates: [1e-7], losses: [2], smoothed: [2] }
const SWEEP: RateSweep = { points: POINTS, planned: 100, ended: 'done', seconds: 2 }

describe('looking for a learning rate', () => {
  it('asks with the document as it is, and shows what comes while it comes', async () => {
    const seen: unknown[] = []
    const stage = setStage({
      findRate(_, { emit }) {
        emit({ type: 'rateProgress', points: POINTS, planned: 100 })
        seen.push(stage.session().rateFinder)
        return SWEEP
      },
    })
    await stage.actions.findLearningRate()
    const { stack, recipe, data } = stage.document.getState()
    expect(stage.engine.calls.at(-1)).toEqual({ name: 'findRate', request: { stack, recipe, data } })
    expect(seen).toMatchObject([{ searching: true, soFar: { planned: 100 } }])
    expect(stage.session().rateFinder).toMatchObject({ searching: false, sweep: SWEEP })
  })

  it('leaves document, run and model alone', async () => {
    const { actions, document, session } = setStage({ findRate: () => SWEEP })
    const before = [document.getState(), session().run, session().model]
    await actions.findLearningRate()
    expect([document.getState(), session().run, session().model]).toEqual(before)
  })

  it('says why it can’t, and begins anew after that', async () => {
    const { actions, session } = setStage({
      findRate() {
        throw new EngineError({ code: 'badInput', message: 'There are no images yet.' })
      },
    })
    await actions.findLearningRate()
    expect(session().rateFinder).toMatchObject({ searching: false, trouble: 'There are no images yet.' })
    const { script } = openRun()
    const busy = setStage(script)
    void busy.actions.startTraining()
    await busy.actions.findLearningRate()
    expect(busy.session().rateFinder.trouble).toBe('A run is going on: stop it, or wait until it has ended.')
    expect(busy.engine.calls.map(({ name }) => name)).not.toContain('findRate')
  })

  it('can be stopped, gives way to a run, and hears nothing after that', async () => {
    const { script } = openRun()
    for (const end of ['stop', 'run'] as const) {
      const stage = setStage({ ...script, findRate: () => new Promise<never>(() => undefined) })
      const searching = stage.actions.findLearningRate()
      if (end === 'stop') stage.actions.stopFindingRate()
      else void stage.actions.startTraining()
      stage.engine.emit({ type: 'rateProgress', points: POINTS, planned: 100 })
      await searching
      expect(stage.session().rateFinder).toEqual({
        searching: false,
        soFar: undefined,
        sweep: undefined,
        trouble: undefined,
      })
    }
  })
})
