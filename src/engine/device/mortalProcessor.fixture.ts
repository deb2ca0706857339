/** For tests: the processor as a device, the workers of which can be lost. */
import { createAnnouncer, type Backend } from '../backend'
import { localProcessor } from '../trainers/wasm/localProcessor.fixture'
import type { Device } from './openDevice'

interface MortalWorker {
  /** It ends with an error that is heard of. */
  die(reason: string): void
  /** It ends, and nobody is told. */
  vanish(): void
}

export function openMortalProcessor(threads = 2) {
  const { announce, watch } = createAnnouncer()
  const workers: MortalWorker[] = []
  const local = localProcessor(threads)
  const backend: Backend = {
    name: 'processor',
    software: false,
    processor: {
      ...local,
      report: (message) => announce({ message, lost: true }),
      spawn() {
        const port = local.spawn()
        let hear: (reason: string) => void = () => undefined
        workers.push({
          die(reason) {
            port.terminate()
            hear(reason)
          },
          vanish: () => port.terminate(),
        })
        return { ...port, onFailure: (listener) => void (hear = listener) }
      },
    },
    settle: () => Promise.resolve(),
    watch,
    allocatedBytes: () => 0,
    close: () => undefined,
  }
  const device: Device = { backend, report: { backend: 'processor', trainer: 'processor', threads, software: false } }
  return { device, workers }
}
