import { expect, it, vi } from 'vitest'
import { createFakeEngine, type FakeEngine } from '../engine/fake.fixture'
import { findTemplate, TEMPLATES } from '../model/graph/templates/templates'
import { DATASET, loaded } from './actions.fixture'
import { createStorage } from './storage.fixture'
import { dataShape } from './session/dataShape'
import { createStudio, type Studio } from './studio'

const SMALL = { ...DATASET, width: 20, height: 20, channels: 3, classes: ['cat', 'dog'] }
const OTHER = { ...DATASET, width: 32, height: 32, channels: 3, classes: ['a', 'b', 'c'] }

function visit(storage: Storage, dataset = SMALL): Studio & { readonly engine: FakeEngine } {
  const engine = createFakeEngine({
    startDevice: () => ({ backend: 'webgpu', trainer: 'tfjs', adapter: 'a chip', software: false }),
    storage: () => ({ datasets: [] }),
    makeSampleDigits: () => loaded(dataset),
  })
  return { ...createStudio(engine, storage, ''), engine }
}

const templateOf = ({ document, session }: Studio): string | undefined =>
  findTemplate(document.getState().stack, dataShape(session.getState()))?.name

it.each(TEMPLATES.map(({ name }) => name))(
  'after a reload without data the model is still %s, and follows the next data',
  async (name) => {
    vi.stubGlobal('addEventListener', () => undefined)
    const storage = createStorage()
    const first = visit(storage)
    await first.actions.loadSampleDigits()
    first.actions.applyTemplate(TEMPLATES.find((template) => template.name === name)!)
    vi.useFakeTimers()
    first.actions.editRecipe('epochs', 7)
    vi.runAllTimers()
    vi.useRealTimers()

    const second = visit(storage, OTHER)
    expect(second.document.getState().recipe.epochs).toBe(7)
    expect(templateOf(second)).toBe(name)
    await second.actions.loadSampleDigits()
    expect(templateOf(second)).toBe(name)
    expect(dataShape(second.session.getState())).toMatchObject({ width: 32, classes: 3 })
    vi.unstubAllGlobals()
  },
)

it('is still the template when the engine ended and its data are gone', async () => {
  vi.stubGlobal('addEventListener', () => undefined)
  const studio = visit(createStorage())
  await studio.actions.loadSampleDigits()
  const before = templateOf(studio)
  studio.engine.emit({ type: 'engineRestarted', message: 'It ended.' })
  expect(studio.session.getState().data.dataset).toBeUndefined()
  expect([before, templateOf(studio)]).toEqual([TEMPLATES[0].name, TEMPLATES[0].name])
  vi.unstubAllGlobals()
})

it('takes no shape that can’t be read', () => {
  vi.stubGlobal('addEventListener', () => undefined)
  const storage = createStorage()
  const first = visit(storage)
  vi.useFakeTimers()
  first.actions.editRecipe('epochs', 7)
  vi.runAllTimers()
  vi.useRealTimers()
  storage.setItem('strata.formerData', '{"height": -1')
  expect(templateOf(visit(storage))).toBe(TEMPLATES[0].name)
  vi.unstubAllGlobals()
})
