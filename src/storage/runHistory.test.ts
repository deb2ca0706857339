/** The database of runs, with whatever may lie in it. */
import { openDB } from 'idb'
import { beforeEach, expect, it } from 'vitest'
import { RECORD_VERSION } from '../runs/record'
import { someRun } from '../runs/someRun.fixture'
import { openRunHistory } from './runHistory'
import { emptyDatabase } from './emptyDatabase.fixture'

beforeEach(emptyDatabase)

const open = () => openRunHistory(() => undefined)
const predictions = {
  ...{ digest: 'data', weights: 'model', classes: ['cat', 'dog'] },
  predicted: Uint16Array.of(1, 0),
  probabilities: Uint16Array.of(0, 0x3c00, 0x3c00, 0),
}
const weights = {
  normalisation: { mean: [0], deviation: [255] },
  weights: [['dense/kernel', Float32Array.of(1, 2)] as const],
}

it('gives each run a number of its own, and lists the newest first', async () => {
  const history = await open()
  for (const at of [1, 2, 3]) expect(await history.begin((number) => someRun(number))).toBe(at)
  const all = await history.list()
  expect(all.map(({ number }) => number)).toEqual([3, 2, 1])
  expect(all[0]?.summary).toEqual({ value: someRun(3).summary })
  expect((await history.list([1, 3, 9])).map(({ number }) => number)).toEqual([3, 1])
  expect(await history.details(2)).toEqual({ value: someRun(2).details })
})

it('tells of a damaged record and of a newer one in a sentence, beside those that can be read', async () => {
  const history = await open()
  for (let at = 0; at < 3; at++) await history.begin((number) => someRun(number))
  const database = await openDB('strata runs')
  await database.put('summaries', { version: 1, number: 1, seconds: 'many' }, 1)
  await database.put('summaries', { ...someRun(2).summary, version: RECORD_VERSION + 1 }, 2)
  await database.put('details', 'nonsense', 1)
  await database.put('marks', 7, 3)
  database.close()
  const [third, second, first] = await history.list()
  expect(third).toMatchObject({ summary: { value: { number: 3 } }, marks: { name: '' } })
  expect(second?.summary).toEqual({
    problem: 'Run 2 was written by a newer Strata: reload the page to get it, or look at the run there.',
  })
  expect(first?.summary).toHaveProperty('problem')
  expect(await history.details(1)).toHaveProperty('problem')
  expect(await history.details(9)).toEqual({ problem: 'Run 9 is no longer in the browser’s storage.' })
})

it('finds what the model of an earlier epoch came to in the details of a record of before', async () => {
  const history = await open()
  const { summary, details } = someRun(1, { recipe: { epochs: 12 }, summary: { weightsOf: 9 } })
  await history.begin(() => ({ summary, details }))
  await history.begin(() => someRun(2))
  const { train, validation } = details.epochs[8]!
  const ofModel = { train, validation }
  for (const numbers of [undefined, [1]]) {
    const run = (await history.list(numbers)).at(-1)
    expect(run?.summary).toEqual({ value: { ...summary, ofModel } })
  }
  // Without details it is not known.
  const database = await openDB('strata runs')
  await database.put('details', 'nonsense', 1)
  database.close()
  expect((await history.list([1]))[0]?.summary).toEqual({ value: summary })
})

it('takes away for good what was deleted long ago, with its weights, and nothing else', async () => {
  const history = await open()
  for (let at = 0; at < 3; at++) await history.begin((number) => someRun(number))
  for (const number of [1, 2, 3]) await history.keepWeights(number, weights)
  await history.mark(1, (marks) => ({ ...marks, deleted: 1000 }))
  await history.mark(2, (marks) => ({ ...marks, deleted: 3000 }))
  await history.mark(3, (marks) => ({ ...marks, name: 'stays' }))
  await history.sweep(2000)
  expect((await history.list()).map(({ number }) => number)).toEqual([3, 2])
  expect(await history.weights(1)).toBeUndefined()
  expect(await history.weights(2)).toEqual(weights)

  // A run that is gone stays gone, though its worker still writes.
  expect(await history.write(someRun(1).summary, someRun(1).details, someRun(1).summary.written)).toBe(false)
  await history.keepWeights(1, weights)
  expect(await history.list([1])).toEqual([])
  expect(await history.weights(1)).toBeUndefined()
  await history.keepWeights(2, undefined)
  expect(await history.weights(2)).toBeUndefined()
  expect(await history.begin((number) => someRun(number))).toBe(4)
})

it('says that there is no room where the database ends a writing for that, though its steps hear only of the end', async () => {
  const history = await open()
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...how: Parameters<IDBObjectStore['put']>) {
    const request = put.apply(this, how)
    const end = Reflect.get(this.transaction, '_abort') as (name: string) => void
    end.call(this.transaction, 'QuotaExceededError')
    return request
  }
  try {
    await expect(history.begin((number) => someRun(number))).rejects.toThrow(
      'There is no room in the browser’s storage, so runs are not kept from now on',
    )
  } finally {
    IDBObjectStore.prototype.put = put
  }
  expect(await history.list()).toEqual([])
})

it('counts the versions of each model by itself, in two tabs at once too', async () => {
  const [one, other] = [await open(), await open()]
  const version = (model: string) => ({ model, run: 1, note: '', registered: 0 })
  const given = await Promise.all([
    one.register(version('digits')),
    other.register(version('digits')),
    one.register(version('letters')),
    other.register(version('digits')),
  ])
  expect(given.map(({ model, version }) => `${model} ${version}`).toSorted()).toEqual([
    'digits 1',
    'digits 2',
    'digits 3',
    'letters 1',
  ])
  expect(await one.versions()).toHaveLength(4)
})

it('says so where a newer Strata has brought the database up', async () => {
  let closed = 0
  await openRunHistory(() => closed++)
  const newer = await openDB('strata runs', 3)
  expect(closed).toBe(1)
  await expect(open()).rejects.toThrow('A newer Strata keeps its runs here: reload the page to get it.')
  newer.close()
})

it('opens the database of an earlier Strata with its runs, and keeps what their models make of the images', async () => {
  const { summary, details } = someRun(1)
  const earlier = await openDB('strata runs', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('summaries', { autoIncrement: true })
      for (const name of ['details', 'marks', 'weights', 'versions']) fresh.createObjectStore(name)
    },
  })
  await earlier.put('summaries', summary, 1)
  await earlier.put('details', details, 1)
  await earlier.put('weights', weights, 1)
  await earlier.put('marks', { name: 'first', tags: [], note: '' }, 1)
  earlier.close()
  const history = await open()
  const [run] = await history.list()
  expect(run).toMatchObject({ number: 1, summary: { value: summary }, marks: { name: 'first' } })
  expect(await history.details(1)).toEqual({ value: details })
  expect(await history.weights(1)).toEqual(weights)
  await history.keepPredictions(1, predictions)
  expect(await history.predictions(1)).toEqual(predictions)
  expect(await history.predicted('data')).toEqual([1])
  expect(await history.begin((number) => someRun(number))).toBe(2)
})

it('keeps no predictions that would fill the storage, and those before are gone', async () => {
  const history = await open()
  await history.begin((number) => someRun(number))
  await history.keepPredictions(1, predictions)
  const many = { predicted: new Uint16Array(2 ** 24), probabilities: new Uint16Array(2 ** 25) }
  await history.keepPredictions(1, { ...predictions, ...many })
  expect(await history.predictions(1)).toBeUndefined()
})
