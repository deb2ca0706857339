/** The processor in Node as the device of a run. */
import type { Device } from '../src/engine/device/openDevice'
import { openNodeProcessor, type NodeProcessorOptions } from './openNodeProcessor'

export function openNodeDevice(options?: NodeProcessorOptions): Device {
  const processor = openNodeProcessor(options)
  return {
    backend: {
      name: 'processor',
      software: false,
      processor,
      settle: () => Promise.resolve(),
      watch: () => () => undefined,
      allocatedBytes: () => 0,
      close: () => undefined,
    },
    report: { backend: 'processor', trainer: 'processor', threads: processor.threads, software: false },
  }
}
