/** The workers that compute for a trainer: each answers what it is asked, in order. */
import { CallFailure } from '../../failures'
import type { Processor, WorkerPort } from '../../processor'
import type { Reply, Request } from './messages'
import type { Program } from './program'

export interface Pool {
  readonly size: number
  /** Bytes that all workers' memories take. */
  readonly bytes: number
  /** @throws CallFailure when the worker fails, or the pool is closed. */
  ask(worker: number, request: Request, transfer?: Transferable[]): Promise<Answer>
  /** What is not answered. @throws CallFailure likewise. */
  tell(worker: number, request: Request, transfer?: Transferable[]): void
  close(): void
}

/**
 * How often a worker that is waited for is looked after, and how often in a row it may have been silent: a busy one shows life every ten
 * seconds or so. A computer that sleeps is one look late, and no worker is lost by it.
 */
const LOOK_MILLISECONDS = 10_000
const SILENT_LOOKS = 12

/** What a worker says when it is asked. */
export type Answer = Exclude<Reply, { kind: 'alive' | 'failed' }>

interface Waiting {
  resolve(reply: Answer): void
  reject(error: Error): void
}

/**
 * @param parts that each worker works on at most.
 * @throws CallFailure when a worker has no memory for the program; the signal's reason.
 */
export async function openPool(
  processor: Processor,
  program: Program,
  parts: readonly number[],
  signal?: AbortSignal,
): Promise<Pool> {
  const ports: WorkerPort[] = []
  const waiting = new Map<number, Waiting[]>()
  let failed: CallFailure | undefined
  let watchdog: ReturnType<typeof setTimeout> | undefined

  const fail = (message: string): CallFailure => {
    if (failed) return failed
    failed = new CallFailure('device', message)
    for (const each of [...waiting.values()].flat()) each.reject(failed)
    waiting.clear()
    end()
    return failed
  }
  const end = (): void => {
    clearTimeout(watchdog)
    for (const port of ports) port.terminate()
  }
  const lose = (reason: string): void => {
    if (failed) return
    const message = `A worker that trains on the processor was lost${reason ? ` (${reason})` : ''}: try again, with a smaller batch size if it happens again.`
    fail(message)
    processor.report(message)
  }
  /** Begins the wait for the next answer anew. */
  const watch = (looks = SILENT_LOOKS): void => {
    clearTimeout(watchdog)
    if (failed || ![...waiting.values()].some(({ length }) => length > 0)) return
    const look = (): void => (looks > 1 ? watch(looks - 1) : lose('it did not answer for two minutes'))
    watchdog = setTimeout(look, LOOK_MILLISECONDS)
  }

  const send = (worker: number, request: Request, transfer: Transferable[] = []): void => {
    if (failed) throw failed
    ports[worker]!.postMessage(request, transfer)
  }
  const ask = (worker: number, request: Request, transfer?: Transferable[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      send(worker, request, transfer)
      waiting.set(worker, [...(waiting.get(worker) ?? []), { resolve, reject }])
      watch()
    })

  const abort = (): void => void fail('Training was stopped before it began.')
  signal?.addEventListener('abort', abort)
  try {
    for (const worker of parts.keys()) {
      const port = processor.spawn()
      ports.push(port)
      port.onFailure(lose)
      port.onMessage((message) => {
        const reply = message as Reply
        if (reply.kind === 'alive') return watch()
        const [first, ...others] = waiting.get(worker) ?? []
        waiting.set(worker, others)
        watch()
        if (reply.kind === 'failed') {
          if (!failed) first?.reject(fail(reply.message))
        } else first?.resolve(reply)
      })
    }
    const opened = await Promise.all(parts.map((each, worker) => ask(worker, { kind: 'open', program, parts: each })))
    if (failed) throw failed
    const bytes = opened.reduce((sum, reply) => sum + (reply.kind === 'opened' ? reply.bytes : 0), 0)
    return { size: parts.length, bytes, ask, tell: send, close: () => void fail('The trainer was closed.') }
  } catch (error) {
    end()
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
