/** Keeps the list of runs true: what began, went on, ended or was marked, in this tab or another, is asked for anew. */
import type { Engine } from '../../engine/client'
import type { RunList } from '../../engine/protocol/history'
import { changePart, type SessionStore } from '../session/session'
import { troubleOf } from '../session/troubles'

/** Reads the list, and what changes in it, until the returned function is called. */
export function followRuns(engine: Engine, session: SessionStore): () => void {
  let state: 'on' | 'over' = 'on'
  const isOver = (): boolean => state === 'over'
  let isAsking = false
  /** What changed since it was asked for; `all` at first. */
  let changed: Set<number> | 'all' = 'all'

  const ask = async (): Promise<void> => {
    if (isAsking) return
    isAsking = true
    while (!isOver() && (changed === 'all' || changed.size > 0)) {
      const numbers = changed === 'all' ? undefined : [...changed]
      changed = new Set()
      try {
        const read = await engine.call('listRuns', ...(numbers ? [{ numbers }] : []))
        const { list } = session.getState().runs
        if (!isOver()) changePart(session, 'runs', { list: numbers && list ? merge(list, read, numbers) : read })
      } catch (error) {
        if (!isOver()) changePart(session, 'runs', { trouble: troubleOf(error).message })
      }
    }
    isAsking = false
  }

  const stop = engine.subscribe((event) => {
    if (event.type === 'engineRestarted') changed = 'all'
    else if (event.type !== 'historyChanged') return
    else if (event.numbers === undefined) changed = 'all'
    else if (changed !== 'all') changed = new Set([...changed, ...event.numbers])
    void ask()
  })
  void ask()
  return () => {
    state = 'over'
    stop()
  }
}

/** @param numbers of the runs that were read: those that are not among them any more are gone. */
export function merge(list: RunList, { runs, deleted, versions }: RunList, numbers: readonly number[]): RunList {
  const asked = new Set(numbers)
  const others = list.runs.filter(({ number }) => !asked.has(number))
  return {
    runs: [...others, ...runs].toSorted((one, other) => other.number - one.number),
    deleted: [...list.deleted.filter(({ number }) => !asked.has(number)), ...deleted].toSorted(
      (one, other) => other.deletedAt - one.deletedAt || other.number - one.number,
    ),
    versions,
  }
}
