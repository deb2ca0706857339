/** Serves the page's calls: looks each one up in a table, answers it once, and passes an abort on. */
import type { CallName, Handlers, MessageToPage, MessageToWorker } from '../protocol/messages'
import { describeFailure } from '../failures'

/** The worker's global scope, or in tests one end of a MessageChannel. */
export interface ServePort {
  postMessage(message: unknown, transfer: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

export function serve(port: ServePort, handlers: Handlers): void {
  const running = new Map<number, AbortController>()
  /** Files that came before their call. */
  const waiting = new Map<number, unknown[]>()

  const answer = async (id: number, name: CallName, request: unknown): Promise<void> => {
    const controller = new AbortController()
    running.set(id, controller)
    const handle = handlers[name] as (request: unknown, signal: AbortSignal) => unknown
    try {
      const value = await handle(request, controller.signal)
      send(port, { kind: 'reply', id, value }, buffersOf(value))
    } catch (error) {
      send(port, { kind: 'failure', id, failure: describeFailure(error, controller.signal) })
    } finally {
      running.delete(id)
    }
  }

  port.addEventListener('message', ({ data }) => {
    const message = data as MessageToWorker
    switch (message.kind) {
      case 'files': {
        const files = waiting.get(message.id)
        if (files) files.push(...message.files)
        else waiting.set(message.id, [...message.files])
        break
      }
      case 'call': {
        const files = waiting.get(message.id)
        waiting.delete(message.id)
        void answer(message.id, message.name, files ? { ...(message.request as object), files } : message.request)
        break
      }
      case 'abort':
        waiting.delete(message.id)
        running.get(message.id)?.abort()
        break
      case 'ping':
        send(port, { kind: 'pong' })
        break
    }
  })
}

export function send(
  port: Pick<ServePort, 'postMessage'>,
  message: MessageToPage,
  transfer: Transferable[] = [],
): void {
  port.postMessage(message, transfer)
}

/**
 * The buffers at the top level of a reply, or of each item of a list, be it the reply or a member of it. They were made for the reply alone, so they are transferred, not
 * copied.
 */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(buffersOf)
  return Object.values(value).flatMap((member: unknown) => {
    if (member instanceof ArrayBuffer) return [member]
    if (Array.isArray(member)) return member.flatMap(buffersOf)
    return ArrayBuffer.isView(member) && member.buffer instanceof ArrayBuffer ? [member.buffer] : []
  })
}
