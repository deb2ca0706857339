/** The history that the worker holds: opened when it is first wanted, shared with other tabs, and with a watch on who is still at work. */
import { HistoryError, openRunHistory, type RunHistory } from '../../storage/runHistory'
import { CallFailure } from '../failures'
import type { HistoryEvent } from '../protocol/history'

const CHANNEL = 'strata runs'

/** How long a deleted run can come back. */
export const DAY = 24 * 3600 * 1000

export interface HeldHistory {
  /** @throws CallFailure in words where there is none, or it refuses. */
  ask<Result>(work: (history: RunHistory) => Promise<Result>): Promise<Result>
  /** Tells the page, and all other tabs. */
  tellChange(numbers: readonly number[]): void
  tellTrouble(message: string): void
  /** Holds a run, so that every tab knows that somebody is at work on it. @returns what lets it go. */
  hold(number: number): () => void
  /** Holds a run, unless somebody does. @returns what lets it go; nothing when it is held. */
  tryHold(number: number): Promise<(() => void) | undefined>
  /** The runs that somebody is at work on, in any tab. The page hears of each of them again once nobody is. */
  held(): Promise<ReadonlySet<number>>
}

export function createHeldHistory(emit: (event: HistoryEvent) => void): HeldHistory {
  const locks = findLocks()
  let opening: Promise<RunHistory> | undefined
  const own = new Set<number>()
  /** Runs of other tabs whose end this worker waits for. */
  const watched = new Set<number>()
  const channel = openChannel((numbers) => emit({ type: 'historyChanged', numbers }))

  const forget = (): void => {
    opening = undefined
  }
  const open = (): Promise<RunHistory> => {
    opening ??= openRunHistory(forget).then(async (history) => {
      await history.sweep(Date.now() - DAY)
      return history
    })
    return opening
  }

  /** A tab that is closed in the midst of a run says nothing, but its lock is free. Watchers share it, and let it go at once. */
  const watch = (number: number): void => {
    if (!locks || own.has(number) || watched.has(number)) return
    watched.add(number)
    const tell = (): void => {
      watched.delete(number)
      emit({ type: 'historyChanged', numbers: [number] })
    }
    locks.request(lockOf(number), { mode: 'shared' }, () => undefined).then(tell, () => watched.delete(number))
  }

  return {
    async ask(work) {
      try {
        return await work(await open())
      } catch (error) {
        // What was refused once may be given later.
        forget()
        throw error instanceof HistoryError ? new CallFailure('badInput', error.message) : error
      }
    },
    tellChange(numbers) {
      channel?.postMessage(numbers)
      emit({ type: 'historyChanged', numbers })
    },
    tellTrouble: (message) => emit({ type: 'historyTrouble', message }),
    hold(number) {
      own.add(number)
      let release = (): void => undefined
      const held = new Promise<void>((resolve) => (release = resolve))
      // A lock ends with its worker, however that ends.
      locks?.request(lockOf(number), () => held).catch(() => undefined)
      return () => {
        own.delete(number)
        release()
      }
    },
    async tryHold(number) {
      // The worker of a page that was left, tabs that watched it, and a run that has ended hold a lock for some moments more.
      for (let tries = 0; tries < TRIES; tries++) {
        if (tries > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES))
        if (own.has(number)) continue
        const release = await requestOnce(locks, lockOf(number))
        if (!release) continue
        own.add(number)
        return () => {
          own.delete(number)
          release()
        }
      }
      return undefined
    },
    async held() {
      const { held = [], pending = [] } = (await locks?.query()) ?? {}
      const elsewhere = [...held, ...pending].flatMap(({ name, mode }) =>
        mode === 'exclusive' && name?.startsWith(LOCK) ? [Number(name.slice(LOCK.length))] : [],
      )
      elsewhere.forEach(watch)
      return new Set([...own, ...elsewhere])
    },
  }
}

const LOCK = 'strata run '

function lockOf(number: number): string {
  return `${LOCK}${number}`
}

const TRIES = 20
const BETWEEN_TRIES = 100

/** @returns what lets it go; nothing when it is held by others. */
function requestOnce(locks: LockManager | undefined, name: string): Promise<(() => void) | undefined> {
  if (!locks) return Promise.resolve(() => undefined)
  return new Promise((resolve, reject) => {
    const work = (lock: Lock | null): Promise<void> | undefined => {
      if (lock) return new Promise((release) => resolve(release))
      resolve(undefined)
      return undefined
    }
    locks.request(name, { ifAvailable: true }, work).catch(reject)
  })
}

/** Nothing where there are none, as in Node: then this worker alone is known to be at work. */
function findLocks(): LockManager | undefined {
  return typeof navigator === 'undefined' ? undefined : navigator.locks
}

/** What other tabs say. A page whose browser keeps tabs apart hears nothing. */
function openChannel(hear: (numbers: readonly number[]) => void): BroadcastChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined
  const channel = new BroadcastChannel(CHANNEL)
  channel.addEventListener('message', ({ data }) => {
    if (Array.isArray(data) && data.every((number) => typeof number === 'number')) hear(data)
  })
  // In Node an open channel would keep the process alive.
  if ('unref' in channel) (channel as unknown as { unref(): void }).unref()
  return channel
}
