/** The contestants by their names. */
import type { Processor } from '../../../engine/processor'
import type { Name } from '../../report/contestantNames'
import type { Contestant, Task } from './contestant'
import { openJax } from './jax'
import { openProcessorContestant } from './processor'
import { openStrata } from './strata'
import { openTfjs, openTfjsOnWebgpu } from './tfjs'

export interface Devices {
  readonly gpu?: { readonly device: GPUDevice; readonly info: GPUAdapterInfo } | undefined
  readonly processor?: Processor | undefined
}

/** @throws Error when what it computes on is not here; the signal's reason, for those of Strata. */
export async function openContestant(
  name: Name,
  { gpu, processor }: Devices,
  task: Task,
  signal?: AbortSignal,
): Promise<Contestant> {
  switch (name) {
    case 'strata':
      return openStrata(needed(gpu).device, task, signal && { signal })
    case 'processor':
      return openProcessorContestant(needed(processor), task, signal)
    case 'jax':
      return openJax('webgpu', task)
    case 'jax-wasm':
      return openJax('wasm', task)
    case 'tfjs':
      return openTfjsOnWebgpu(needed(gpu).device, needed(gpu).info, task)
    case 'tfjs-webgl':
      return openTfjs('webgl', task)
    case 'tfjs-cpu':
      return openTfjs('cpu', task)
  }
}

function needed<Device>(device: Device | undefined): Device {
  if (!device) throw new Error('What it computes on is not here.')
  return device
}
