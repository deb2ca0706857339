/** Passes the engine's events to those who want them: events of a run to those who listen to that run, all others to every subscriber. */
import type { EngineEvent } from './protocol/messages'
import type { RunEvent } from './protocol/run'

export interface EventHub {
  emit(event: EngineEvent): void
  emitRun(runId: number, event: RunEvent): void
  /** Hears what happens to a run from now on, until the returned function is called. */
  listen(runId: number, listener: (event: RunEvent) => void): () => void
  /** Hears all events except those of runs from now on, until the returned function is called. */
  subscribe(listener: (event: EngineEvent) => void): () => void
  /** Nobody hears anything any more. */
  clear(): void
}

export function createEventHub(): EventHub {
  const listeners = new Set<(event: EngineEvent) => void>()
  const runListeners = new Set<{ readonly runId: number; readonly listener: (event: RunEvent) => void }>()
  return {
    emit(event) {
      for (const listener of [...listeners]) listener(event)
    },
    emitRun(runId, event) {
      for (const listening of [...runListeners]) if (listening.runId === runId) listening.listener(event)
    },
    listen(runId, listener) {
      const listening = { runId, listener }
      runListeners.add(listening)
      return () => runListeners.delete(listening)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear() {
      listeners.clear()
      runListeners.clear()
    },
  }
}
