import { describe, expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import { MODEL, opened, setStage, sources } from '../actions.fixture'

const CHECK = { images: 32, of: 'test', usual: 1e-5, limit: 1e-4 } as const
const { signal } = new AbortController()

describe('a model', () => {
  it('is not exported before there is one, and it is said why', async () => {
    const { actions } = setStage({})
    await expect(actions.exportModel('tensorflowjs', [], signal)).rejects.toThrow(
      'There is no model yet: train one, or open one.',
    )
  })

  it('is asked for by its id and target, and it is said why the engine refuses', async () => {
    const failure = { code: 'badInput', message: 'This model was let go.' } as const
    const { actions, engine } = setStage({
      openFiles: () => opened({ ...MODEL, id: 7 }),
      exportModel: () => Promise.reject(new EngineError(failure)),
    })
    await actions.openFiles(sources('model.json'))
    await expect(actions.exportModel('onnx', ['normalise'], signal)).rejects.toThrow('This model was let go.')
    expect(engine.calls.at(-1)).toMatchObject({
      name: 'exportModel',
      request: { model: 7, target: 'onnx', chosen: ['normalise'] },
    })
  })

  it('is in a file once a person has taken one, unless it is another model by then', async () => {
    const files = [{ name: 'model.json', bytes: new Uint8Array(2) }]
    const { actions, session } = setStage({
      openFiles: () => opened({ ...MODEL, id: 7 }),
      exportModel: () => ({ files, differences: [], notes: [], check: CHECK }),
    })
    await actions.openFiles(sources('model.json'))
    expect((await actions.exportModel('tensorflowjs', [], signal)).files).toEqual(files)
    const { saved } = session().model
    actions.noteSaved(6)
    expect(session().model.saved).toBe(saved)
    actions.noteSaved(7)
    expect(session().model.saved).toBe(true)
  })
})

describe('a plan', () => {
  it('is the layers and the recipe of the page, with classes by number before there are data', async () => {
    const { actions, document, engine } = setStage({ exportPlan: () => ({ files: [], differences: [], notes: [] }) })
    await actions.exportPlan('ludwig', ['ray'], signal)
    const { stack, recipe } = document.getState()
    const classes = Array.from({ length: 10 }, (_, index) => String(index))
    expect(engine.calls.at(-1)).toMatchObject({
      name: 'exportPlan',
      request: { target: 'ludwig', chosen: ['ray'], plan: { stack, recipe, classes } },
    })
  })
})

describe('several files', () => {
  it('are one archive, with their folders', async () => {
    const { actions } = setStage({})
    const zip = await actions.zipFiles([
      { name: 'models/strata/1/model.onnx', bytes: new Uint8Array(9) },
      { name: 'classify.py', bytes: new TextEncoder().encode('print(1)') },
    ])
    const text = new TextDecoder('latin1').decode(await zip.arrayBuffer())
    expect(text).toContain('models/strata/1/model.onnx')
    expect(text.startsWith('PK')).toBe(true)
  })
})
