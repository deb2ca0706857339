/** The trainer on the processor, before it is opened: it trains whatever can be lowered and fits into its workers' memories. */
import type { Backend } from '../backend'
import { CallFailure } from '../failures'
import type { Processor } from '../processor'
import { look, type TrainerKind } from './trainerKind'
import { OutOfMemory, TooLarge } from './wasm/limits'

export const processorKind: TrainerKind = {
  kind: 'processor',
  runsOn: ({ processor }) => processor !== undefined,
  // Nothing else trains on this backend: what is too large for it is refused.
  whyNot: () => Promise.resolve(undefined),
  async open(backend, images, subject, preparation) {
    const processor = processorOf(backend)
    const { createProcessorTrainer } = await import('./wasm/processorTrainer')
    await look(preparation.signal)
    try {
      const trainer = await createProcessorTrainer({ ...subject, ...preparation, processor, images })
      return { trainer, allocatedBytes: () => trainer.bytes, close: () => trainer.dispose() }
    } catch (error) {
      if (error instanceof TooLarge) throw new CallFailure('device', error.message)
      throw error
    }
  },
  whyNotObserve: () => Promise.resolve(undefined),
  async observe(backend, images, subject, preparation) {
    const { relaxed } = processorOf(backend)
    const { createProcessorObserver } = await import('./wasm/processorObserver')
    await look(preparation.signal)
    try {
      const observer = await createProcessorObserver({ ...subject, ...preparation, relaxed, images })
      return { observer, close: () => observer.dispose() }
    } catch (error) {
      if (error instanceof TooLarge || error instanceof OutOfMemory) throw new CallFailure('device', error.message)
      throw error
    }
  },
}

function processorOf({ processor }: Backend): Processor {
  if (!processor) throw new Error('The processor’s trainer was asked for on another backend')
  return processor
}
