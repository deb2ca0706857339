import type { RunEvent } from './protocol/run'
import { NO_DATA } from '../model/dataChoices'
import type { Handlers } from './protocol/messages'
import type { EngineEvent, MessageToPage, MessageToWorker } from './protocol/messages'
import type { SourceFile } from '../files/sourceFile'
import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../data/importSettings'
import { createEngine, EngineError, type Connection, type Engine } from './client'
import { CallFailure } from './failures'
import { send, serve, type ServePort } from './worker/serve'

/** A client and a server that talk over a real channel. */
function connect(handlers: Partial<Handlers>, beatMilliseconds?: number) {
  const lines: { readonly port: ServePort; closed: boolean }[] = []
  const engine = createEngine((): Connection => {
    const { port1, port2 } = new MessageChannel()
    port1.start()
    port2.start()
    const line = { port: port2 as unknown as ServePort, closed: false }
    lines.push(line)
    serve(line.port, handlers as Handlers)
    return {
      port: port1,
      close() {
        line.closed = true
        port1.close()
      },
    }
  }, beatMilliseconds)
  const events: EngineEvent[] = []
  engine.subscribe((event) => events.push(event))
  return { engine, events, lines }
}

const failureOf = async (call: Promise<unknown>): Promise<EngineError> => {
  const error: unknown = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  expect(error).toBeInstanceOf(EngineError)
  return error as EngineError
}

const PROGRESS: RunEvent = {
  type: 'progress',
  phase: 'training',
  epoch: 1,
  epochs: 1,
  step: 1,
  steps: 2,
  imagesPerSecond: 1,
  secondsLeft: 1,
}

describe('client and server', () => {
  it('hands thousands of files over in order, a few at a time, and not after an abort', async () => {
    const counts: number[] = []
    const namesOf = (files: readonly SourceFile[]): string => files.map(({ path }) => path).join()
    const { engine } = connect({
      openFiles: ({ files }) => {
        counts.push(files.length)
        throw new CallFailure('badInput', namesOf(files))
      },
    })
    const settings = DEFAULT_SETTINGS
    const files = Array.from({ length: 1234 }, (_, i) => ({ path: `${i}.png`, file: new File([], `${i}.png`) }))
    const failure = await failureOf(engine.call('openFiles', { files, settings }))
    expect(failure.message).toBe(namesOf(files))

    const controller = new AbortController()
    const given = engine.call('openFiles', { files, settings }, { signal: controller.signal })
    controller.abort()
    expect((await failureOf(given)).code).toBe('aborted')
    await failureOf(engine.call('openFiles', { files: files.slice(0, 3), settings }))
    expect(counts).toEqual([1234, 3])
  })

  it('answers each call with its own reply, whatever the order they finish in', async () => {
    const release: (() => void)[] = []
    const { engine } = connect({
      thumbnails: ({ offset }) =>
        new Promise((resolve) => {
          release.push(() => resolve({ total: offset, items: [], rgba: new Uint8ClampedArray(4), width: 1, height: 1 }))
        }),
    })
    const first = engine.call('thumbnails', { data: NO_DATA, offset: 1, limit: 1 })
    const second = engine.call('thumbnails', { data: NO_DATA, offset: 2, limit: 1 })
    await vi.waitFor(() => expect(release).toHaveLength(2))
    release[1]!()
    release[0]!()
    expect([(await first).total, (await second).total]).toEqual([1, 2])
    engine.dispose()
  })

  it('hands the bytes of a reply over instead of copying them', async () => {
    const [json, weights] = [new Uint8Array(2), new Uint8Array(8)]
    const written = [
      { name: 'model.json', bytes: json },
      { name: 'weights.bin', bytes: weights },
    ]
    const check = { images: 32, of: 'test', usual: 1e-5, limit: 1e-4 } as const
    const { engine } = connect({ exportModel: () => ({ files: written, differences: [], notes: [], check }) })
    const { files } = await engine.call('exportModel', { model: 1, target: 'tensorflowjs', chosen: [] })
    expect(files.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['model.json', 2],
      ['weights.bin', 8],
    ])
    expect([json.length, weights.length]).toEqual([0, 0])
    engine.dispose()
  })

  it('rejects with the code and sentence of a failure', async () => {
    const { engine } = connect({
      evaluate() {
        throw new CallFailure('busy', 'A model is being trained: stop it first.')
      },
    })
    const error = await failureOf(engine.call('evaluate', { model: 1, data: NO_DATA }))
    expect([error.code, error.message]).toEqual(['busy', 'A model is being trained: stop it first.'])
    engine.dispose()
  })

  it('rejects an aborted call at once and lets the worker know', async () => {
    let heard = false
    const { engine } = connect({
      openFiles: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            heard = true
            reject(new Error('wound up'))
          })
        }),
    })
    const controller = new AbortController()
    const call = engine.call('openFiles', { files: [], settings: DEFAULT_SETTINGS }, { signal: controller.signal })
    controller.abort()
    expect((await failureOf(call)).code).toBe('aborted')
    await vi.waitFor(() => expect(heard).toBe(true))
    engine.dispose()
  })

  it('does not ask for what is aborted already', async () => {
    const { engine, lines } = connect({})
    expect((await failureOf(engine.call('startDevice', undefined, { signal: AbortSignal.abort() }))).code).toBe(
      'aborted',
    )
    expect(lines).toHaveLength(0)
  })

  it('tells of a run those who listen to it, and nobody any more once they have stopped', async () => {
    const { engine, events, lines } = connect({
      startDevice: () => ({ backend: 'cpu', trainer: 'tfjs', software: true }),
    })
    await engine.call('startDevice')
    const heard: string[] = []
    const stopFirst = engine.listen(1, ({ type }) => heard.push(`first: ${type}`))
    engine.listen(2, ({ type }) => heard.push(`second: ${type}`))
    const tell = (runId: number): void =>
      send(lines[0]!.port, { kind: 'event', event: { type: 'run', runId, event: PROGRESS } })
    for (const runId of [1, 2, 3]) tell(runId)
    await vi.waitFor(() => expect(heard).toEqual(['first: progress', 'second: progress']))
    stopFirst()
    for (const runId of [1, 2]) tell(runId)
    await vi.waitFor(() => expect(heard).toEqual(['first: progress', 'second: progress', 'second: progress']))
    expect(events).toEqual([])
    engine.dispose()
  })

  it('gives up a worker that does not answer, says so, and starts another for the next call', async () => {
    const silent: MessageToWorker[] = []
    let line = 0
    const closed: number[] = []
    const engine: Engine = createEngine(() => {
      const { port1, port2 } = new MessageChannel()
      const number = line++
      port1.start()
      port2.addEventListener('message', ({ data }: MessageEvent<MessageToWorker>) => {
        if (number === 0) silent.push(data)
        else if (data.kind === 'call')
          port2.postMessage({ kind: 'reply', id: data.id, value: 7 } satisfies MessageToPage)
      })
      port2.start()
      return {
        port: port1,
        close() {
          closed.push(number)
          port1.close()
        },
      }
    }, 5)
    const events: EngineEvent[] = []
    engine.subscribe((event) => events.push(event))

    const error = await failureOf(engine.call('evaluate', { model: 1, data: NO_DATA }))
    expect(error.message).toBe('The training engine stopped answering and was ended: load the data again.')
    expect(events).toEqual([{ type: 'engineRestarted', message: error.message }])
    expect(closed).toEqual([0])
    expect(silent.filter(({ kind }) => kind === 'ping').length).toBeGreaterThan(5)
    expect(await engine.call('evaluate', { model: 1, data: NO_DATA })).toBe(7)
    engine.dispose()
  })

  it('waits for a worker that is busy but answers pings', async () => {
    const { engine, events, lines } = connect(
      {
        startDevice: () =>
          new Promise((resolve) => {
            // Three times as many as go unanswered before a worker is given up.
            let pings = 36
            lines[0]!.port.addEventListener('message', ({ data }) => {
              if ((data as MessageToWorker).kind !== 'ping' || --pings > 0) return
              resolve({ backend: 'cpu', trainer: 'tfjs', software: true })
            })
          }),
      },
      5,
    )
    expect((await engine.call('startDevice')).backend).toBe('cpu')
    expect(events).toEqual([])
    engine.dispose()
  })

  it('rejects every pending call when the worker breaks', async () => {
    const target = new EventTarget()
    const engine = createEngine(() => ({
      port: Object.assign(target, { postMessage: () => undefined }),
      close: () => undefined,
    }))
    const calls = [engine.call('startDevice'), engine.call('evaluate', { model: 1, data: NO_DATA })].map(failureOf)
    target.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }))
    for (const error of await Promise.all(calls)) {
      expect(error.message).toBe(
        'The training engine failed (out of memory): load the data again, and reload the page if it fails again.',
      )
    }
    engine.dispose()
  })

  it('ends pending calls when the page closes it', async () => {
    const { engine, lines } = connect({ startDevice: () => new Promise(() => undefined) })
    const call = failureOf(engine.call('startDevice'))
    engine.dispose()
    expect((await call).code).toBe('aborted')
    expect(lines[0]!.closed).toBe(true)
  })
})
