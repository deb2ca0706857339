/** The choices that the browser keeps: in IndexedDB or, where a page gets none, for as long as the worker lives. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { readKeptChoice, type KeptChoice } from './keptChoice'

export interface ChoiceStore {
  /** @returns undefined where there is none, or none that can be read. */
  read(key: string): Promise<KeptChoice | undefined>
  write(key: string, choice: KeptChoice): Promise<void>
  count(): Promise<number>
  /** Forgets all. */
  clear(): Promise<void>
}

const NAME = 'strata'
const CHOICES = 'kernel choices'

interface Schema extends DBSchema {
  [CHOICES]: { key: string; value: unknown }
}

/**
 * None of its methods fails: what the browser refuses is kept for this visit alone.
 * @param options `isKept: false` leaves the browser's storage alone.
 */
export function createChoiceStore({ isKept = true } = {}): ChoiceStore {
  const memory = new Map<string, unknown>()
  let opened: Promise<IDBPDatabase<Schema> | undefined> | undefined
  const open = (): Promise<IDBPDatabase<Schema> | undefined> => {
    opened ??= openDB<Schema>(NAME, 1, {
      upgrade: (database) => void database.createObjectStore(CHOICES),
      // Another tab wants to change the database, or the browser closed it: it is opened again when it is needed.
      blocking(_, __, event) {
        ;(event.target as IDBDatabase).close()
        opened = undefined
      },
      terminated: () => (opened = undefined),
    }).catch(() => undefined)
    return opened
  }
  const ask = async <Result>(
    work: (database: IDBPDatabase<Schema>) => Promise<Result>,
    instead: () => Result,
  ): Promise<Result> => {
    try {
      const database = isKept ? await open() : undefined
      return database ? await work(database) : instead()
    } catch {
      opened = undefined
      return instead()
    }
  }
  return {
    async read(key) {
      return readKeptChoice(
        await ask(
          (database) => database.get(CHOICES, key),
          () => memory.get(key),
        ),
      )
    },
    write: (key, choice) =>
      ask(
        async (database) => void (await database.put(CHOICES, choice, key)),
        () => void memory.set(key, choice),
      ),
    count: () =>
      ask(
        (database) => database.count(CHOICES),
        () => memory.size,
      ),
    clear: () =>
      ask(
        (database) => database.clear(CHOICES),
        () => memory.clear(),
      ),
  }
}

/** The worker's own. */
export const CHOICES_OF_BROWSER: ChoiceStore = createChoiceStore()
