/** For tests: the whole engine, except for the worker and the channel around it. */
import type { CallArguments, CallName, CallReply, WorkerEvent } from '../protocol/messages'
import type { RunEvent } from '../protocol/run'
import { EngineError } from '../client'
import type { FindDevice } from '../device/heldDevice'
import type { OpenCheckpoints } from '../history/heldCheckpoints'
import { describeFailure } from '../failures'
import { createHandlers } from './engine'

export type StartedEngine = ReturnType<typeof startEngine>

/** @param findDevice absent, it is what Node has of a browser: plain JavaScript. */
export function startEngine(findDevice?: FindDevice, openCheckpoints?: OpenCheckpoints) {
  const events: WorkerEvent[] = []
  const waiting = new Set<(event: WorkerEvent) => void>()
  const handlers = createHandlers(
    (event) => {
      events.push(event)
      for (const hear of waiting) hear(event)
    },
    findDevice,
    openCheckpoints,
  )
  const hear = (type: RunEvent['type'], runId: number): Promise<void> =>
    new Promise((resolve) => {
      const listen = (event: WorkerEvent): void => {
        if (event.type !== 'run' || event.runId !== runId || event.event.type !== type) return
        waiting.delete(listen)
        resolve()
      }
      waiting.add(listen)
    })
  const call = async <Name extends CallName>(
    name: Name,
    request?: CallArguments<Name>,
    signal = new AbortController().signal,
  ): Promise<CallReply<Name>> => {
    try {
      return await handlers[name](request, signal)
    } catch (error) {
      throw new EngineError(describeFailure(error, signal))
    }
  }
  return { call, events, hear }
}
