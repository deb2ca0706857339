/**
 * The page's side of the engine: typed calls with abort, and a stream of events.
 *
 * The worker starts with the first call. When it fails or hangs, the client gives it up: it rejects every pending call, sends subscribers
 * `engineRestarted`, and starts a new worker with the next call. Events of a run reach only the listeners of that run. A listener that was
 * removed hears nothing more.
 */
import type {
  CallArguments,
  CallName,
  CallReply,
  EngineErrorCode,
  EngineFailure,
  MessageToPage,
  MessageToWorker,
} from './protocol/messages'
import { breathe } from '../common/breathe'
import { createEventHub, type EventHub } from './eventHub'
import { spawnWorker } from './spawnWorker'
import workerUrl from './worker/entry?worker&url'

/** A call that failed. The message is one plain sentence for the person. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: EngineErrorCode
  readonly file: string | undefined
  readonly row: number | undefined
  constructor({ code, message, file, row }: EngineFailure) {
    super(message)
    this.code = code
    this.file = file
    this.row = row
  }
}

export interface Engine extends Pick<EventHub, 'listen' | 'subscribe'> {
  /**
   * Asks the worker. Rejects with EngineError. When the signal is aborted, the call rejects at once with code `aborted`, while the worker
   * still winds the work up.
   */
  call<Name extends CallName>(
    name: Name,
    ...rest: undefined extends CallArguments<Name>
      ? [request?: CallArguments<Name>, options?: CallOptions]
      : [request: CallArguments<Name>, options?: CallOptions]
  ): Promise<CallReply<Name>>
  /** Ends the worker; pending calls are rejected as aborted. */
  dispose(): void
}

export interface CallOptions {
  readonly signal?: AbortSignal
}

/** A line to a worker, or in tests to the other end of a MessageChannel. */
export interface Connection {
  readonly port: Pick<Worker, 'postMessage' | 'addEventListener'>
  close(): void
}

interface Pending {
  resolve(value: unknown): void
  reject(error: EngineError): void
}

interface Line extends Connection {
  beat: ReturnType<typeof setInterval> | undefined
  unanswered: number
}

/**
 * A step on the CPU can hold the worker for a minute, so the worker may be silent for two. The client counts beats, not seconds: after the
 * machine has slept, only one beat is late.
 */
const BEAT_MILLISECONDS = 10_000
const BEATS_UNTIL_GIVEN_UP = 12

/** Cloning a file takes the page's thread up to 0.2 ms. */
const FILES_AT_ONCE = 32

function connectWorker(): Connection {
  const worker = spawnWorker(workerUrl, 'engine')
  return { port: worker, close: () => worker.terminate() }
}

export function createEngine(connect: () => Connection = connectWorker, beatMilliseconds = BEAT_MILLISECONDS): Engine {
  const hub = createEventHub()
  const pending = new Map<number, Pending>()
  let line: Line | undefined
  let lastId = 0

  const settle = (id: number): Pending | undefined => {
    const call = pending.get(id)
    pending.delete(id)
    if (pending.size === 0) stopBeating()
    return call
  }

  const close = (failure: EngineFailure): void => {
    stopBeating()
    line?.close()
    line = undefined
    const calls = [...pending.values()]
    pending.clear()
    for (const call of calls) call.reject(new EngineError(failure))
  }

  const giveUp = (message: string): void => {
    close({ code: 'internal', message })
    hub.emit({ type: 'engineRestarted', message })
  }

  const receive = (message: MessageToPage): void => {
    switch (message.kind) {
      case 'reply':
        settle(message.id)?.resolve(message.value)
        break
      case 'failure':
        settle(message.id)?.reject(new EngineError(message.failure))
        break
      case 'event':
        if (message.event.type === 'run') hub.emitRun(message.event.runId, message.event.event)
        else hub.emit(message.event)
        break
      case 'pong':
        if (line) line.unanswered = 0
        break
    }
  }

  const open = (): Line => {
    const opened: Line = { ...connect(), beat: undefined, unanswered: 0 }
    opened.port.addEventListener('message', ({ data }) => {
      if (line === opened) receive(data as MessageToPage)
    })
    opened.port.addEventListener('error', (event) => {
      event.preventDefault()
      const cause = event.message ? ` (${event.message})` : ''
      if (line === opened)
        giveUp(`The training engine failed${cause}: load the data again, and reload the page if it fails again.`)
    })
    opened.port.addEventListener('messageerror', () => {
      if (line === opened) giveUp('A message from the training engine could not be read: load the data again.')
    })
    return opened
  }

  const send = (to: Line, message: MessageToWorker): void => to.port.postMessage(message)

  /** Sends a call. Files that are too many for one message go ahead of it, in parts. */
  const sendCall = async (to: Line, id: number, name: CallName, request: unknown): Promise<void> => {
    const files = filesOf(request)
    if (files.length <= FILES_AT_ONCE) {
      send(to, { kind: 'call', id, name, request })
      return
    }
    for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
      send(to, { kind: 'files', id, files: files.slice(at, at + FILES_AT_ONCE) })
      await breathe()
      if (!pending.has(id)) return
    }
    send(to, { kind: 'call', id, name, request: { ...(request as object), files: [] } })
  }

  const startBeating = (to: Line): void => {
    if (to.beat !== undefined) return
    to.unanswered = 0
    to.beat = setInterval(() => {
      if (to.unanswered >= BEATS_UNTIL_GIVEN_UP) {
        giveUp('The training engine stopped answering and was ended: load the data again.')
      } else {
        to.unanswered++
        send(to, { kind: 'ping' })
      }
    }, beatMilliseconds)
  }

  const stopBeating = (): void => {
    if (line?.beat === undefined) return
    clearInterval(line.beat)
    line.beat = undefined
  }

  return {
    call<Name extends CallName>(name: Name, request?: CallArguments<Name>, { signal }: CallOptions = {}) {
      return new Promise<CallReply<Name>>((resolve, reject) => {
        const aborted = (): EngineError => new EngineError({ code: 'aborted', message: 'It was cancelled.' })
        if (signal?.aborted) {
          reject(aborted())
          return
        }
        const to = (line ??= open())
        const id = ++lastId
        const abort = (): void => {
          settle(id)?.reject(aborted())
          if (line === to) send(to, { kind: 'abort', id })
        }
        signal?.addEventListener('abort', abort, { once: true })
        pending.set(id, {
          resolve(value) {
            signal?.removeEventListener('abort', abort)
            resolve(value as CallReply<Name>)
          },
          reject(error) {
            signal?.removeEventListener('abort', abort)
            reject(error)
          },
        })
        void sendCall(to, id, name, request)
        startBeating(to)
      })
    },
    listen: hub.listen,
    subscribe: hub.subscribe,
    dispose() {
      close({ code: 'aborted', message: 'The page closed the training engine.' })
      hub.clear()
    },
  }
}

function filesOf(request: unknown): readonly unknown[] {
  if (typeof request !== 'object' || request === null || !('files' in request)) return []
  return Array.isArray(request.files) ? (request.files as readonly unknown[]) : []
}
