/** The compiled trainer, before it is opened: it runs on WebGPU, and trains what takes no larger buffers than the device binds. */
import type { Backend } from '../backend'
import { CallFailure } from '../failures'
import type { DeviceImages, Room } from './webgpu/deviceImages'
import { look, type LabelledImages, type Preparation, type TrainerKind } from './trainerKind'
import { CHOICES_OF_BROWSER } from './webgpu/tune/choiceStore'

export const compiledKind: TrainerKind = {
  kind: 'compiled',
  runsOn: ({ gpu }) => gpu !== undefined,
  async whyNot(backend, subject) {
    const { whyNotTrain } = await import('./webgpu/whyNotTrain')
    return whyNotTrain(deviceOf(backend), subject)
  },
  async open(backend, examples, subject, preparation) {
    const device = deviceOf(backend)
    const { createCompiledTrainer } = await import('./webgpu/compiledTrainer')
    // On the processor, the time of a kernel depends on what else the machine does, and its class was measured.
    const trials = backend.software ? {} : { trials: { choices: CHOICES_OF_BROWSER } }
    const { made: trainer, images } = await withImages(device, examples, subject.recipe.batchSize, preparation, (all) =>
      createCompiledTrainer({ ...subject, ...preparation, ...trials, device, images: all }),
    )
    return {
      trainer,
      allocatedBytes: () => trainer.bytes + images.bytes + backend.allocatedBytes(),
      close() {
        trainer.dispose()
        images.dispose()
      },
    }
  },
  async whyNotObserve(backend, subject) {
    const { whyNotObserve } = await import('./webgpu/whyNotTrain')
    return whyNotObserve(deviceOf(backend), subject)
  },
  async observe(backend, examples, subject, preparation) {
    const device = deviceOf(backend)
    const { createCompiledObserver } = await import('./webgpu/compiledObserver')
    const { made: observer, images } = await withImages(device, examples, subject.batchSize, preparation, (all) =>
      createCompiledObserver({ ...subject, ...preparation, device, images: all }),
    )
    return {
      observer,
      close() {
        observer.dispose()
        images.dispose()
      },
    }
  },
}

/**
 * Makes something that reads images on the device. Where there is no memory for both, the images are streamed.
 * @throws CallFailure with code `device`; the signal's reason.
 */
async function withImages<Made>(
  device: GPUDevice,
  examples: LabelledImages,
  batchSize: number,
  { signal }: Preparation,
  make: (images: DeviceImages) => Promise<Made>,
): Promise<{ readonly made: Made; readonly images: DeviceImages }> {
  const [{ openImages, roomOf, NO_ROOM }, { OutOfMemory, ProgramError }] = await Promise.all([
    import('./webgpu/deviceImages'),
    import('./webgpu/program'),
  ])
  const makeIn = async (room: Room): Promise<{ readonly made: Made; readonly images: DeviceImages }> => {
    await look(signal)
    const images = await openImages(device, examples, batchSize, room)
    try {
      await look(signal)
      return { made: await make(images), images }
    } catch (error) {
      images.dispose()
      // Without the images, there may be room for the model.
      if (error instanceof OutOfMemory && !images.windows) return makeIn(NO_ROOM)
      throw error
    }
  }
  try {
    return await makeIn(roomOf(device))
  } catch (error) {
    if (error instanceof ProgramError) throw new CallFailure('device', error.message)
    throw error
  }
}

function deviceOf({ gpu }: Backend): GPUDevice {
  if (!gpu) throw new Error('The compiled trainer was asked for where there is no WebGPU')
  return gpu
}
