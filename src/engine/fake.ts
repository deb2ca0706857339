/** An engine without a worker for tests of the interface: it answers from a script and says what the test has it say. */
import type { CallArguments, CallName, CallReply, EngineEvent } from './protocol/messages'
import type { RunEvent } from './protocol/run'
import { EngineError, type CallOptions, type Engine } from './client'

/** What to answer; a call that the script leaves out is rejected as a failure. */
export type EngineScript = {
  readonly [Name in CallName]?: (
    request: CallArguments<Name>,
    tools: Pick<FakeEngine, 'emit' | 'emitRun'> & { readonly signal: AbortSignal | undefined },
  ) => CallReply<Name> | Promise<CallReply<Name>>
}

export interface FakeEngine extends Engine {
  emit(event: EngineEvent): void
  emitRun(runId: number, event: RunEvent): void
  /** Every call so far, in order. */
  readonly calls: readonly { readonly name: CallName; readonly request: unknown }[]
}

export function createFakeEngine(script: EngineScript = {}): FakeEngine {
  const listeners = new Set<(event: EngineEvent) => void>()
  const runListeners = new Set<{ readonly runId: number; readonly listener: (event: RunEvent) => void }>()
  const calls: { name: CallName; request: unknown }[] = []
  const emit = (event: EngineEvent): void => {
    for (const listener of [...listeners]) listener(event)
  }
  const emitRun = (runId: number, event: RunEvent): void => {
    for (const listening of [...runListeners]) if (listening.runId === runId) listening.listener(event)
  }
  return {
    calls,
    emit,
    emitRun,
    async call<Name extends CallName>(name: Name, request?: CallArguments<Name>, { signal }: CallOptions = {}) {
      calls.push({ name, request })
      const answer = script[name]
      if (!answer) throw new EngineError({ code: 'internal', message: `The script has no answer to ${name}.` })
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () =>
          reject(new EngineError({ code: 'aborted', message: 'It was cancelled.' })),
        )
      })
      return Promise.race([answer(request as CallArguments<Name>, { emit, emitRun, signal }), aborted])
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
    dispose() {
      listeners.clear()
    },
  }
}
