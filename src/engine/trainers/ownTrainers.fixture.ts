/** For tests of what both trainers of our own do, on WebGPU and on the processor. */
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { compiledOn, processorOf, type OpenTrainer } from './trainers.fixture'
import { keepPipelines } from './webgpu/keepPipelines.fixture'
import { failOnDeviceErrors } from './webgpu/watchDevice.fixture'

interface OwnTrainer {
  readonly open: OpenTrainer
  /** On another device, or on another number of workers. */
  readonly openElsewhere: OpenTrainer
}

const watch = failOnDeviceErrors()
const openGpu = async () => keepPipelines(watch((await openNodeGpu()).device))
const [gpu, otherGpu] = [await openGpu(), await openGpu()]

/** Each by its name, for `describe.each`. */
export const OWN_TRAINERS: readonly (readonly [string, OwnTrainer])[] = [
  ['WebGPU', { open: compiledOn(gpu), openElsewhere: compiledOn(otherGpu) }],
  ['the processor', { open: processorOf(2), openElsewhere: processorOf(3) }],
]
