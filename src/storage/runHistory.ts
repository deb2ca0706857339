/**
 * The history of training runs in the browser's own storage, IndexedDB. What the engine writes and what a person says of a run lie in stores
 * of their own, so that two tabs, or a tab and a run that goes on, never write over one another. Numbers come from the database, which gives
 * each of them once for all tabs.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import * as v from 'valibot'
import type { Predictions } from '../model/metrics/predictions'
import type { Normalisation } from '../model/training/normalisation'
import { findModelFigures, lacksModelFigures } from '../runs/modelFigures'
import { readDetails, readMarks, readSummary, readVersion, type Read } from '../runs/readRecord'
import { NO_MARKS, type ModelVersion, type RunDetails, type RunMarks, type RunSummary } from '../runs/record'

const NAME = 'strata runs'
const VERSION = 2

/** Runs whose predictions are kept, the newest ones: those of 70,000 images in ten classes take 1.5 MB, and come again by a look. */
const MOST_PREDICTED = 16

/** Larger ones are not kept, so that those of all runs take half a gigabyte at most. */
const MOST_PREDICTION_BYTES = 32 * 2 ** 20

/** Records are read as if anything could lie there: another version of Strata may have written them. */
interface Schema extends DBSchema {
  summaries: { key: number; value: unknown }
  details: { key: number; value: unknown }
  marks: { key: number; value: unknown }
  weights: { key: number; value: KeptWeights }
  predictions: { key: number; value: unknown; indexes: { digest: string } }
  versions: { key: [model: string, version: number]; value: unknown }
}

const NO_STORAGE = 'This browser gives the page no storage for runs here, as in a private window: they are not kept.'

const STORES = ['summaries', 'details', 'marks', 'weights', 'predictions'] as const

export interface KeptWeights {
  readonly normalisation: Normalisation
  /** By `layer name/weight name`, in the order of `weightSpecs`. */
  readonly weights: readonly (readonly [key: string, values: Float32Array<ArrayBuffer>])[]
}

/** What the model of a run makes of all images of its data. */
export interface KeptPredictions extends Predictions {
  /** Of the data as they were read. */
  readonly digest: string
  /** A digest of the model's weights: a run that goes on, perhaps in another tab, has others. */
  readonly weights: string
}

export interface KeptRun {
  readonly number: number
  readonly summary: Read<RunSummary>
  readonly marks: RunMarks
}

export interface TakenRun {
  readonly summary: RunSummary
  readonly details: RunDetails
}

/** Thrown when the storage is full, absent or refuses: one plain sentence. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError'
}

export interface RunHistory {
  /** Begins a record. @returns its number. */
  begin(make: (number: number) => TakenRun): Promise<number>
  /**
   * Writes a record anew. What a person says of the run stays. A record that is gone stays gone, and one that another tab has written since
   * stays that tab's.
   * @param last when whoever writes has written it last, as the summary of then says. @returns whether it was written.
   */
  write(summary: RunSummary, details: RunDetails, last: number): Promise<boolean>
  /**
   * Takes in a run of elsewhere, with all that belongs to it or not at all. @returns its number here.
   * @param make its summary says how many bytes the weights take, where there are any.
   */
  takeIn(make: (number: number) => TakenRun, marks: RunMarks, weights?: KeptWeights): Promise<number>
  /**
   * Gives those of these runs an id that have none, or one that another of them has: a run that was deleted and came back from a file may be
   * undeleted too, and is then there in two states. @returns the ids of all that can be read.
   */
  identify(numbers: readonly number[], newId: () => string): Promise<ReadonlyMap<number, string>>
  /** Adds the weights to a run that is kept without them. */
  addWeights(number: number, weights: KeptWeights, bytes: number): Promise<void>
  /** Keeps these in place of what there was; without any, none are kept any more. A record that is gone keeps none. */
  keepWeights(number: number, weights: KeptWeights | undefined): Promise<void>
  /** Those of these numbers, or all; the newest first. Deleted ones are among them. */
  list(numbers?: readonly number[]): Promise<readonly KeptRun[]>
  details(number: number): Promise<Read<RunDetails>>
  /** Nothing where none are kept. */
  weights(number: number): Promise<KeptWeights | undefined>
  /**
   * Keeps these in place of what there was; without any, none are kept any more. A record that is gone keeps none, and of too many images in
   * too many classes none are kept.
   */
  keepPredictions(number: number, predictions: KeptPredictions | undefined): Promise<void>
  /** Nothing where none are kept, or they can't be read. */
  predictions(number: number): Promise<KeptPredictions | undefined>
  /** The runs whose predictions of data with this digest are kept. */
  predicted(digest: string): Promise<readonly number[]>
  mark(number: number, change: (marks: RunMarks) => RunMarks): Promise<void>
  versions(): Promise<readonly ModelVersion[]>
  /** Gives a model its next version. */
  register(version: Omit<ModelVersion, 'version'>): Promise<ModelVersion>
  /** Takes those away for good that were deleted before a moment. */
  sweep(before: number): Promise<void>
}

/**
 * @param onClose told when the database was closed from outside: it has to be opened anew.
 * @throws HistoryError where the browser gives a page no such storage.
 */
export async function openRunHistory(onClose: () => void): Promise<RunHistory> {
  if (typeof indexedDB === 'undefined') throw new HistoryError(NO_STORAGE)
  const database = await inWords(() =>
    openDB<Schema>(NAME, VERSION, {
      upgrade(fresh, from) {
        if (from < 1) {
          fresh.createObjectStore('summaries', { autoIncrement: true })
          fresh.createObjectStore('details')
          fresh.createObjectStore('marks')
          fresh.createObjectStore('weights')
          fresh.createObjectStore('versions')
        }
        fresh.createObjectStore('predictions').createIndex('digest', 'digest')
      },
      // A newer Strata in another tab brings the database up.
      blocking(_current, _blocked, event) {
        ;(event.target as IDBDatabase).close()
        onClose()
      },
      terminated: onClose,
    }),
  )
  return historyIn(database)
}

const PREDICTIONS = v.pipe(
  v.object({
    digest: v.string(),
    weights: v.string(),
    classes: v.array(v.string()),
    predicted: v.instance(Uint16Array),
    probabilities: v.instance(Uint16Array),
  }),
  v.check(({ classes, predicted, probabilities }) => probabilities.length === predicted.length * classes.length),
  v.check(({ classes, predicted }) => predicted.every((each) => each < classes.length)),
)

function historyIn(database: IDBPDatabase<Schema>): RunHistory {
  return {
    begin: (make) =>
      inWords(() => {
        const work = database.transaction(['summaries', 'details'], 'readwrite')
        return whole(work, async () => {
          const number = await work.objectStore('summaries').add(null)
          const { summary, details } = make(number)
          await work.objectStore('summaries').put(summary, number)
          await work.objectStore('details').put(details, number)
          return number
        })
      }),

    write: (summary, details, last) =>
      inWords(() => {
        const { number } = summary
        const work = database.transaction(['summaries', 'details'], 'readwrite')
        return whole(work, async () => {
          const before = await work.objectStore('summaries').get(number)
          if ((before as Partial<RunSummary> | undefined)?.written !== last) return false
          await work.objectStore('summaries').put(summary, number)
          await work.objectStore('details').put(details, number)
          return true
        })
      }),

    takeIn: (make, marks, weights) =>
      inWords(() => {
        const work = database.transaction(STORES, 'readwrite')
        return whole(work, async () => {
          const number = await work.objectStore('summaries').add(null)
          const { summary, details } = make(number)
          await work.objectStore('summaries').put(summary, number)
          await work.objectStore('details').put(details, number)
          await work.objectStore('marks').put(marks, number)
          if (weights) await work.objectStore('weights').put(weights, number)
          return number
        })
      }),

    identify: (numbers, newId) =>
      inWords(() => {
        const work = database.transaction('summaries', 'readwrite')
        return whole(work, async () => {
          const ids = new Map<number, string>()
          const given = new Set<string>()
          for (const number of numbers) {
            const read = readSummary(number, await work.store.get(number))
            if ('problem' in read) continue
            const { id: before } = read.value
            const id = before === undefined || given.has(before) ? newId() : before
            if (id !== before) await work.store.put({ ...read.value, id }, number)
            given.add(id)
            ids.set(number, id)
          }
          return ids
        })
      }),

    addWeights: (number, weights, bytes) =>
      inWords(() => {
        const work = database.transaction(['summaries', 'weights'], 'readwrite')
        return whole(work, async () => {
          const read = readSummary(number, await work.objectStore('summaries').get(number))
          if ('problem' in read || read.value.weightBytes !== undefined) return
          await work.objectStore('summaries').put({ ...read.value, weightBytes: bytes }, number)
          await work.objectStore('weights').put(weights, number)
        })
      }),

    keepWeights: (number, weights) =>
      inWords(() => {
        const work = database.transaction(['summaries', 'weights'], 'readwrite')
        return whole(work, async () => {
          const isGone = (await work.objectStore('summaries').getKey(number)) === undefined
          if (!weights) await work.objectStore('weights').delete(number)
          else if (!isGone) await work.objectStore('weights').put(weights, number)
        })
      }),

    list: (numbers) =>
      inWords(async () => {
        const read = database.transaction(['summaries', 'details', 'marks'])
        const [summaries, marks] = [read.objectStore('summaries'), read.objectStore('marks')]
        const keys = numbers ? await keysOf(summaries, numbers) : await summaries.getAllKeys()
        // Both lists have the order of their keys.
        const [all, marked, markedKeys] = numbers
          ? [
              await Promise.all(keys.map((key) => summaries.get(key))),
              await Promise.all(keys.map((key) => marks.get(key))),
              keys,
            ]
          : await Promise.all([summaries.getAll(), marks.getAll(), marks.getAllKeys()])
        const marksOf = new Map(markedKeys.map((key, at) => [key, marked[at]]))
        const details = read.objectStore('details')
        const runs = keys.map(async (number, at) => ({
          number,
          summary: await completed(number, readSummary(number, all[at]), () => details.get(number)),
          marks: readMarks(marksOf.get(number)),
        }))
        return (await Promise.all(runs)).toReversed()
      }),

    details: (number) =>
      inWords(async () => {
        const stored = await database.get('details', number)
        return stored === undefined
          ? { problem: `Run ${number} is no longer in the browser’s storage.` }
          : readDetails(number, stored)
      }),

    weights: (number) => inWords(() => database.get('weights', number)),

    keepPredictions: (number, predictions) =>
      inWords(() => {
        const work = database.transaction(['summaries', 'predictions'], 'readwrite')
        return whole(work, async () => {
          const store = work.objectStore('predictions')
          const isGone = (await work.objectStore('summaries').getKey(number)) === undefined
          const isTooMuch = (predictions?.probabilities.byteLength ?? 0) > MOST_PREDICTION_BYTES
          if (!predictions || isGone || isTooMuch) return store.delete(number)
          await store.put(predictions, number)
          const older = (await store.getAllKeys()).toReversed().slice(MOST_PREDICTED)
          for (const each of older) await store.delete(each)
        })
      }),

    predictions: (number) =>
      inWords(async () => {
        const read = v.safeParse(PREDICTIONS, await database.get('predictions', number))
        return read.success ? read.output : undefined
      }),

    predicted: (digest) => inWords(() => database.getAllKeysFromIndex('predictions', 'digest', digest)),

    mark: (number, change) =>
      inWords(() => {
        const work = database.transaction('marks', 'readwrite')
        return whole(work, async () => {
          const before = await work.store.get(number)
          await work.store.put(change(before === undefined ? NO_MARKS : readMarks(before)), number)
        })
      }),

    versions: () =>
      inWords(async () =>
        (await database.getAll('versions')).flatMap((stored) => {
          const version = readVersion(stored)
          return version ? [version] : []
        }),
      ),

    register: (registered) =>
      inWords(() => {
        const work = database.transaction('versions', 'readwrite')
        const { model } = registered
        return whole(work, async () => {
          // The keys of one model lie side by side, ascending by version.
          const cursor = await work.store.openKeyCursor(IDBKeyRange.bound([model, 0], [model, Infinity]), 'prev')
          const version = { ...registered, version: (cursor?.key[1] ?? 0) + 1 }
          await work.store.put(version, [model, version.version])
          return version
        })
      }),

    sweep: (before) =>
      inWords(() => {
        const work = database.transaction(STORES, 'readwrite')
        return whole(work, async () => {
          const marks = work.objectStore('marks')
          for (let cursor = await marks.openCursor(); cursor; cursor = await cursor.continue()) {
            const { deleted } = readMarks(cursor.value)
            if (deleted === undefined || deleted >= before) continue
            const number = cursor.key
            await Promise.all(STORES.map((store) => work.objectStore(store).delete(number)))
          }
        })
      }),
  }
}

/** The result of a transaction's steps, once all of it is in the storage. Where one step fails, none of them is. */
async function whole<Result>(
  work: { readonly done: Promise<void>; abort(): void },
  steps: () => Promise<Result>,
): Promise<Result> {
  const ending = work.done.then(
    () => undefined,
    (reason: unknown) => ({ reason }),
  )
  try {
    const result = await steps()
    await work.done
    return result
  } catch (error) {
    try {
      work.abort()
    } catch {
      // The database has done so itself.
    }
    const ended = await ending
    // Where the database ended it, as a full storage does, the steps hear only that it was ended, and the transaction says why.
    throw nameOf(error) === 'AbortError' && ended ? ended.reason : error
  }
}

/** With what records of before have in their details alone. */
async function completed(
  number: number,
  read: Read<RunSummary>,
  detailsOf: () => Promise<unknown>,
): Promise<Read<RunSummary>> {
  if ('problem' in read || !lacksModelFigures(read.value)) return read
  const details = readDetails(number, await detailsOf())
  if ('problem' in details) return read
  return { value: { ...read.value, ...findModelFigures(read.value.weightsOf, details.value.epochs) } }
}

async function keysOf(
  store: { getKey(key: number): Promise<number | undefined> },
  numbers: readonly number[],
): Promise<readonly number[]> {
  const found = await Promise.all(numbers.toSorted((a, b) => a - b).map((number) => store.getKey(number)))
  return found.filter((key) => key !== undefined)
}

async function inWords<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw describe(error)
  }
}

/** What the browser says, in words. A mistake of ours stays as it is. */
function describe(error: unknown): unknown {
  const name = nameOf(error)
  if (name === 'QuotaExceededError') {
    return new HistoryError(
      'There is no room in the browser’s storage, so runs are not kept from now on: delete runs or kept data, or free space on the disk.',
    )
  }
  if (name === 'AbortError') {
    return new HistoryError('The browser ended a writing to its storage of runs, without saying why: try again.')
  }
  if (['SecurityError', 'InvalidStateError', 'UnknownError'].includes(name)) return new HistoryError(NO_STORAGE)
  if (name === 'VersionError') {
    return new HistoryError('A newer Strata keeps its runs here: reload the page to get it.')
  }
  return error
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : ''
}
