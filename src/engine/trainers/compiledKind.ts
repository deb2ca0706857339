/** The compiled trainer, before it is opened: it runs on WebGPU, and trains what takes no larger buffers than the device binds. */
import type { Backend } from '../backend'
import { CallFailure } from '../failures'
import type { Room } from './webgpu/deviceImages'
import { look, type Opened, type TrainerKind } from './trainerKind'
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
    const { signal } = preparation
    const [{ openImages, roomOf, NO_ROOM }, { createCompiledTrainer }, { OutOfMemory, ProgramError }] =
      await Promise.all([
        import('./webgpu/deviceImages'),
        import('./webgpu/compiledTrainer'),
        import('./webgpu/program'),
      ])
    // On the processor, the time of a kernel depends on what else the machine does, and its class was measured.
    const trials = backend.software ? {} : { trials: { choices: CHOICES_OF_BROWSER } }
    const openIn = async (room: Room): Promise<Opened> => {
      await look(signal)
      const images = await openImages(device, examples, subject.recipe.batchSize, room)
      try {
        await look(signal)
        const trainer = await createCompiledTrainer({ ...subject, ...preparation, ...trials, device, images })
        return {
          trainer,
          allocatedBytes: () => trainer.bytes + images.bytes + backend.allocatedBytes(),
          close() {
            trainer.dispose()
            images.dispose()
          },
        }
      } catch (error) {
        images.dispose()
        // Without the images, there may be room for the model.
        if (error instanceof OutOfMemory && !images.windows) return openIn(NO_ROOM)
        throw error
      }
    }
    try {
      return await openIn(roomOf(device))
    } catch (error) {
      if (error instanceof ProgramError) throw new CallFailure('device', error.message)
      throw error
    }
  },
  async whyNotObserve(backend, subject) {
    const { whyNotObserve } = await import('./webgpu/whyNotTrain')
    return whyNotObserve(deviceOf(backend), subject)
  },
  async observe(backend, examples, subject, preparation) {
    const device = deviceOf(backend)
    const { signal } = preparation
    const [{ openImages }, { createCompiledObserver }, { ProgramError }] = await Promise.all([
      import('./webgpu/deviceImages'),
      import('./webgpu/compiledObserver'),
      import('./webgpu/program'),
    ])
    await look(signal)
    const images = await openImages(device, examples, subject.batchSize)
    try {
      await look(signal)
      const observer = await createCompiledObserver({ ...subject, ...preparation, device, images })
      return {
        observer,
        close() {
          observer.dispose()
          images.dispose()
        },
      }
    } catch (error) {
      images.dispose()
      if (error instanceof ProgramError) throw new CallFailure('device', error.message)
      throw error
    }
  },
}

function deviceOf({ gpu }: Backend): GPUDevice {
  if (!gpu) throw new Error('The compiled trainer was asked for where there is no WebGPU')
  return gpu
}
