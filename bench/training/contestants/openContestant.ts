/** The contestants by their names. */
import { openProcessor } from '../../../src/engine/device/processor'
import type { Contestant, Task } from './contestant'
import { openJax } from './jax'
import { openProcessorContestant } from './processor'
import { openTfjs, openTfjsOnWebgpu } from './tfjs'
import type { Name } from './names'

/** Opens any but the compiled trainer, of which more is measured. */
export function openContestant(
  name: Exclude<Name, 'strata'>,
  device: GPUDevice,
  info: GPUAdapterInfo,
  task: Task,
): Promise<Contestant> {
  switch (name) {
    case 'processor': {
      const { processor } = openProcessor()
      if (!processor) throw new Error('The processor’s backend has no processor')
      return openProcessorContestant(processor, task)
    }
    case 'jax':
      return openJax('webgpu', task)
    case 'jax-wasm':
      return openJax('wasm', task)
    case 'tfjs':
      return openTfjsOnWebgpu(device, info, task)
    case 'tfjs-webgl':
      return openTfjs('webgl', task)
    case 'tfjs-cpu':
      return openTfjs('cpu', task)
  }
}
