/**
 * Chooses what trains a stack: on WebGPU the compiled trainer, and where that can't run it, or there is no WebGPU, the one on TensorFlow.js.
 * The dataset goes to the device with it.
 */
import type { TrainerChoice } from '../protocol/device'
import type { Dataset } from '../../data/dataset'
import type { Normalisation } from '../../model/training/normalisation'
import type { Recipe } from '../../model/training/recipe'
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { Room } from './webgpu/deviceImages'
import type { Preparation } from './webgpu/program'
import type { Backend } from '../backend'
import { breathe } from '../../common/breathe'
import { CallFailure } from '../failures'
import type { Trainer } from '../trainer'

export interface Subject {
  readonly stack: Stack
  readonly data: DataShape
  readonly recipe: Recipe
  readonly normalisation: Normalisation
  /** How much the images of each class count in training, when they don't count alike. */
  readonly classWeights?: readonly number[]
}

/** All that a trainer needs of a dataset. */
export type LabelledImages = Pick<Dataset, 'pixels' | 'count' | 'labels'>

export interface OpenTrainer {
  /** Disposed of by `close`. */
  readonly trainer: Trainer
  readonly kind: TrainerChoice['trainer']
  /** Why it is no better one: one sentence. */
  readonly reason?: string
  /** Bytes held on the device: the trainer's, the dataset's, and those that TensorFlow.js keeps. */
  allocatedBytes(): number
  /** Frees the trainer and the dataset on the device. */
  close(): void
}

/**
 * @param preparation its signal is looked at after every step on the way.
 * @throws CallFailure with code `device` when the device has no memory for it, or can't compile it; the signal's reason.
 */
type Opening = (
  backend: Backend,
  examples: LabelledImages,
  subject: Subject,
  preparation?: Preparation,
) => Promise<OpenTrainer>

export const openTrainer: Opening = async (backend, examples, subject, preparation = {}) => {
  const { gpu } = backend
  const { signal } = preparation
  if (!gpu) return openTfjsTrainer(backend, examples, subject, preparation)
  const [{ openImages, roomOf, NO_ROOM }, { createCompiledTrainer }, { CannotLower }, { OutOfMemory, ProgramError }] =
    await Promise.all([
      import('./webgpu/deviceImages'),
      import('./webgpu/compiledTrainer'),
      import('./plan/plan'),
      import('./webgpu/program'),
    ])
  const open = async (room: Room): Promise<OpenTrainer> => {
    await look(signal)
    const images = await openImages(gpu, examples, subject.recipe.batchSize, room)
    try {
      await look(signal)
      const trainer = await createCompiledTrainer({ ...subject, ...preparation, device: gpu, images })
      return {
        trainer,
        kind: 'compiled',
        allocatedBytes: () => trainer.bytes + images.bytes + backend.allocatedBytes(),
        close() {
          trainer.dispose()
          images.dispose()
        },
      }
    } catch (error) {
      images.dispose()
      // Without the images, there may be room for the model.
      if (error instanceof OutOfMemory && !images.windows) return open(NO_ROOM)
      throw error
    }
  }
  try {
    return await open(roomOf(gpu))
  } catch (error) {
    if (error instanceof ProgramError) throw new CallFailure('device', error.message)
    if (!(error instanceof CannotLower)) throw error
    return { ...(await openTfjsTrainer(backend, examples, subject, preparation)), reason: error.message }
  }
}

const openTfjsTrainer: Opening = async (backend, examples, subject, { signal } = {}) => {
  const [{ uploadDataset }, { createTfjsTrainer }] = await Promise.all([
    import('./tfjs/deviceDataset'),
    import('./tfjs/tfjsTrainer'),
  ])
  await look(signal)
  const dataset = uploadDataset(examples, subject.data, subject.normalisation, backend.largestTensor)
  try {
    await look(signal)
    const trainer = await createTfjsTrainer({ ...subject, dataset, labels: examples.labels })
    return {
      trainer,
      kind: 'tfjs',
      allocatedBytes: () => backend.allocatedBytes(),
      close() {
        trainer.dispose()
        dataset.dispose()
      },
    }
  } catch (error) {
    dataset.dispose()
    throw error
  }
}

/** Lets messages in, of which one may be Stop. */
async function look(signal: AbortSignal | undefined): Promise<void> {
  await breathe()
  signal?.throwIfAborted()
}
