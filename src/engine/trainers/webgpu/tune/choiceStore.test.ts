import * as fake from 'fake-indexeddb'
import { deleteDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChoiceStore } from './choiceStore'
import type { KeptChoice } from './keptChoice'

const choice: KeptChoice = { variant: 'tile 2 x 4', milliseconds: { default: 2 }, dropped: {}, date: 1 }

beforeEach(() => {
  for (const [name, value] of Object.entries(fake)) vi.stubGlobal(name, value)
  vi.stubGlobal('indexedDB', new fake.IDBFactory())
})
afterEach(() => void vi.unstubAllGlobals())

describe('what a device chose', () => {
  it('is found again in another visit, until it is forgotten', async () => {
    await createChoiceStore().write('one', choice)
    const next = createChoiceStore()
    expect(await next.read('one')).toEqual(choice)
    expect(await next.read('another')).toBeUndefined()
    expect(await next.count()).toBe(1)
    await next.clear()
    expect([await next.count(), await next.read('one')]).toEqual([0, undefined])
  })

  it('is kept in the browser again once another tab has changed the database', async () => {
    const store = createChoiceStore()
    await store.write('one', choice)
    await deleteDB('strata')
    await store.write('two', choice)
    expect(await createChoiceStore().read('two')).toEqual(choice)
  })

  it('counts for nothing when it is damaged', async () => {
    const store = createChoiceStore()
    await store.write('one', 'rubbish' as unknown as KeptChoice)
    expect(await store.read('one')).toBeUndefined()
    await store.write('one', choice)
    expect(await store.read('one')).toEqual(choice)
  })

  it('leaves the browser’s storage alone when it is not to be kept', async () => {
    const store = createChoiceStore({ isKept: false })
    await store.write('one', choice)
    expect(await store.read('one')).toEqual(choice)
    expect(await createChoiceStore().count()).toBe(0)
  })
})

describe.each([
  ['has none', undefined],
  [
    'refuses it',
    {
      open() {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      },
    },
  ],
])('a browser that %s', (_, indexedDB) => {
  it('keeps it for the visit', async () => {
    vi.stubGlobal('indexedDB', indexedDB)
    const store = createChoiceStore()
    await store.write('one', choice)
    expect([await store.read('one'), await store.count()]).toEqual([choice, 1])
    await store.clear()
    expect([await store.read('one'), await store.count()]).toEqual([undefined, 0])
    expect(await createChoiceStore().read('one')).toBeUndefined()
  })
})
