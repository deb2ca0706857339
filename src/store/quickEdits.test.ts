/** The page's stores on the whole engine, with a channel in the place of the worker. */
import { afterAll, expect, it, vi } from 'vitest'
import { createEngine } from '../engine/client'
import type { RunEvent } from '../engine/protocol/run'
import { createHandlers } from '../engine/worker/engine'
import { send, serve } from '../engine/worker/serve'
import { createLayer, createStack } from '../model/graph/stack'
import { createActions } from './actions'
import { createDocumentStore } from './document/document'
import { createMetrics } from './curves/metrics'
import { createSessionStore } from './session/session'

vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})

/** Images of 4 x 4 pixels, half of each class. */
function petsOf(images: number): File {
  const pixels = Array.from({ length: 16 }, (_, i) => i)
  const rows = Array.from({ length: images }, (_, i) =>
    [i % 2 === 0 ? 'cat' : 'dog', ...pixels.map((pixel) => (17 * pixel + 5 * i) % 256)].join(','),
  )
  const header = ['label', ...pixels.map((pixel) => `pixel${pixel}`)].join(',')
  return new File([[header, ...rows].join('\n')], 'pets.csv')
}

it('trains on the data as they are after the last edit, however soon Start comes', async () => {
  const { port1, port2 } = new MessageChannel()
  serve(
    port2,
    createHandlers((event) => send(port2, { kind: 'event', event })),
  )
  port1.start()
  port2.start()
  const engine = createEngine(() => ({ port: port1, close: () => port1.close() }))
  const document = createDocumentStore()
  const session = createSessionStore()
  const metrics = createMetrics((draw) => draw())
  const actions = createActions({ engine, document, session, metrics })
  const events: RunEvent[] = []
  engine.listen(1, (event) => events.push(event))
  const file = petsOf(40)
  await actions.openFiles([{ path: file.name, file }], 'replace')
  const stack = createStack('flat', [createLayer('Dense', { units: 2, activation: 'softmax' })])
  document.setState({ stack, recipe: { ...document.getState().recipe, epochs: 1, validationSplit: 0, batchSize: 8 } })

  actions.excludeImages([0])
  actions.excludeImages(Array.from({ length: 20 }, (_, i) => i))
  await actions.startTraining()

  const { dataset } = session.getState().data
  expect(dataset?.excluded).toBe(20)
  const trainImages = dataset?.perClass.train.reduce((sum, images) => sum + images)
  expect(events.find(({ type }) => type === 'prepared')).toMatchObject({ trainImages })
  engine.dispose()
})
