import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStorage } from '../storage.fixture'
import { autosave, findStorage, loadDocument } from './autosave'
import { createDocumentStore } from './document'
import { moveLayer, removeLayer } from '../../model/graph/stack'

describe('autosave', () => {
  const page = new EventTarget()

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  const setEpochs = (store: ReturnType<typeof createDocumentStore>, epochs: number): void =>
    store.setState({ recipe: { ...store.getState().recipe, epochs } })

  it('brings the document back on the next visit', () => {
    const storage = createStorage()
    const store = createDocumentStore()
    autosave(store, storage, vi.fn())
    setEpochs(store, 17)
    vi.advanceTimersByTime(1000)

    const { document, trouble } = loadDocument(storage)
    expect(trouble).toBeUndefined()
    expect(document?.recipe).toEqual(store.getState().recipe)
    expect(document?.stack).toEqual(store.getState().stack)
  })

  it('brings back layers with the ids that they had', () => {
    const storage = createStorage()
    const store = createDocumentStore()
    autosave(store, storage, vi.fn())
    const [first, , third] = store.getState().stack.layers
    store.setState({ stack: removeLayer(moveLayer(store.getState().stack, third!.id, 0), first!.id) })
    vi.advanceTimersByTime(1000)
    const ids = loadDocument(storage).document?.stack.layers.map(({ id }) => id)
    expect(ids).toEqual(['layer-3', 'layer-2', 'layer-4', 'layer-5', 'layer-6', 'layer-7'])
  })

  it('says so where the browser blocks storage', () => {
    vi.stubGlobal('localStorage', undefined)
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('Access is denied.', 'SecurityError')
      },
    })
    expect(findStorage()).toBeUndefined()
    expect(loadDocument(findStorage()).trouble).toContain('will not be kept')
  })

  it('saves at once when the page is left', () => {
    const storage = createStorage()
    const store = createDocumentStore()
    autosave(store, storage, vi.fn())
    setEpochs(store, 18)
    page.dispatchEvent(new Event('pagehide'))
    expect(loadDocument(storage).document?.recipe.epochs).toBe(18)
  })

  it('writes a burst of changes once', () => {
    const storage = createStorage()
    const write = vi.spyOn(storage, 'setItem')
    const store = createDocumentStore()
    autosave(store, storage, vi.fn())
    for (let epochs = 1; epochs <= 50; epochs++) setEpochs(store, epochs)
    vi.advanceTimersByTime(1000)
    expect(write).toHaveBeenCalledTimes(1)
  })

  it('says so when the storage is full', () => {
    const storage = createStorage()
    vi.spyOn(storage, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const onTrouble = vi.fn<(sentence: string) => void>()
    const store = createDocumentStore()
    autosave(store, storage, onTrouble)
    setEpochs(store, 3)
    vi.advanceTimersByTime(1000)
    expect(onTrouble).toHaveBeenCalledWith(expect.stringContaining('will be lost'))
  })
})

describe('a saved document', () => {
  it('is absent on the first visit', () => {
    expect(loadDocument(createStorage())).toEqual({})
  })

  it('of version 1 opens', () => {
    const storage = createStorage()
    const fixture = new URL('../../model/fixtures/project-1.json', import.meta.url)
    storage.setItem('strata.document', readFileSync(fixture, 'utf8'))
    const { document, trouble } = loadDocument(storage)
    expect(trouble).toBeUndefined()
    expect(document?.stack.layers.map(({ className }) => className)).toEqual([
      'Reshape',
      'Conv2D',
      'MaxPooling2D',
      'Flatten',
      'Dense',
      'Dropout',
      'Dense',
    ])
    expect(document?.recipe.seed).toBe(123)
  })

  it('that is damaged is told, and not used', () => {
    const storage = createStorage()
    storage.setItem('strata.document', '{"version":1,"stack":')
    const { document, trouble } = loadDocument(storage)
    expect(document).toBeUndefined()
    expect(trouble).toContain('cut off')
  })

  it('out of reach is told', () => {
    const storage = createStorage()
    vi.spyOn(storage, 'getItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    expect(loadDocument(storage).trouble).toContain('no access')
  })
})
