/** Looking into the model: with the data as they are shown, and with words for whoever waits in vain. */
import { expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import type { EngineScript } from '../../engine/fake.fixture'
import { DATASET, loaded, opened, setStage, sources } from '../actions.fixture'

async function setModel(script: EngineScript) {
  const stage = setStage({
    makeSampleDigits: () => loaded(DATASET),
    summariseData: () => DATASET,
    openFiles: () => opened(),
    ...script,
  })
  await stage.actions.loadSampleDigits()
  await stage.actions.openFiles(sources('model.json'))
  return stage
}

const image = { kind: 'ofData', image: 3 } as const
const never = new AbortController().signal

it('asks the model at hand about an image of the data at hand, and about pixels without data', async () => {
  const values = { shape: [1], values: Float32Array.of(1) }
  const { actions, engine, session } = await setModel({ readOutput: () => values })
  expect(await actions.readOutput(image, 2, never)).toBe(values)
  const pixels = new Uint8Array(4)
  await actions.readOutput({ kind: 'pixels', pixels }, 0, never)
  expect(engine.calls.filter(({ name }) => name === 'readOutput').map(({ request }) => request)).toEqual([
    { model: 1, layer: 2, image: { kind: 'ofData', image: 3, data: session().data.choices } },
    { model: 1, layer: 0, image: { kind: 'pixels', pixels } },
  ])
})

it('says that other work came first, but nothing to whoever went on', async () => {
  const aborted = () => Promise.reject(new EngineError({ code: 'aborted', message: 'Aborted.' }))
  const { actions } = await setModel({ lookInside: aborted })
  await expect(actions.lookInside(image, never)).rejects.toThrow('Other work came first')
  const controller = new AbortController()
  controller.abort()
  await expect(actions.lookInside(image, controller.signal)).rejects.toThrow('Aborted.')
})

it('says so of a map and of a study, too', async () => {
  const aborted = () => Promise.reject(new EngineError({ code: 'aborted', message: 'Aborted.' }))
  const { actions } = await setModel({ mapImages: aborted, examineModel: aborted })
  const map = actions.mapImages({ split: 'test', most: 10, seed: 1 }, never, () => undefined)
  await expect(map).rejects.toThrow('Other work came first')
  await expect(actions.examineModel(never)).rejects.toThrow('Other work came first')
})

it('says so without a model', async () => {
  const { actions } = setStage({})
  await expect(actions.lookInside(image, never)).rejects.toThrow('There is no model yet')
})

it('opens with an image as often as it is asked for', async () => {
  const { actions, session } = await setModel({})
  actions.showInside(7)
  const first = session().model.inside
  actions.showInside(7)
  expect(session().model.inside).toMatchObject({ image: 7 })
  expect(session().model.inside?.asking).not.toBe(first?.asking)
  actions.leaveInside()
  expect(session().model.inside).toBeUndefined()
})
