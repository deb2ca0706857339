/** Where the bench's worker starts. It measures once, and is told to stop by a second message. */
import { findMachine } from './findMachine'
import { runBench } from './runBench'
import type { BenchEvent } from '../report/report'
import { sentenceOf } from './sentenceOf'

declare const self: DedicatedWorkerGlobalScope

const stop = new AbortController()
const tell = (event: BenchEvent): void => self.postMessage(event)

self.addEventListener('message', ({ data }) => {
  if (data === 'stop') stop.abort()
  else void start()
})

async function start(): Promise<void> {
  try {
    await runBench(await findMachine(), { signal: stop.signal, tell })
  } catch (error) {
    tell({ type: 'end', reason: sentenceOf(error) })
  }
}
