/** An engine without a worker for tests of the interface: it answers from a script and says what the test has it say. */
import type { CallArguments, CallName, CallReply } from './protocol/messages'
import { createEventHub, type EventHub } from './eventHub'
import { EngineError, type CallOptions, type Engine } from './client'

/** What to answer; a call that the script leaves out is rejected as a failure. */
export type EngineScript = {
  readonly [Name in CallName]?: (
    request: CallArguments<Name>,
    tools: Pick<FakeEngine, 'emit' | 'emitRun'> & { readonly signal: AbortSignal | undefined },
  ) => CallReply<Name> | Promise<CallReply<Name>>
}

export interface FakeEngine extends Engine, Pick<EventHub, 'emit' | 'emitRun'> {
  /** Every call so far, in order. */
  readonly calls: readonly { readonly name: CallName; readonly request: unknown }[]
}

export function createFakeEngine(script: EngineScript = {}): FakeEngine {
  const hub = createEventHub()
  const calls: { name: CallName; request: unknown }[] = []
  return {
    calls,
    ...hub,
    async call<Name extends CallName>(name: Name, request?: CallArguments<Name>, { signal }: CallOptions = {}) {
      calls.push({ name, request })
      const answer = script[name]
      if (!answer) throw new EngineError({ code: 'internal', message: `The script has no answer to ${name}.` })
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () =>
          reject(new EngineError({ code: 'aborted', message: 'It was cancelled.' })),
        )
      })
      return Promise.race([answer(request as CallArguments<Name>, { ...hub, signal }), aborted])
    },
    dispose() {
      hub.clear()
    },
  }
}
