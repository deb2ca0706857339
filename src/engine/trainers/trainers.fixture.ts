/** For tests: either trainer on the same few random images, from the same weights, for a few steps. */
import { initialWeights } from '../../model/graph/initialise'
import type { Weights } from '../../model/graph/weights'
import { rescaling, type Normalisation } from '../../model/training/normalisation'
import { createRandom } from '../../model/random'
import type { Recipe } from '../../model/training/recipe'
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { uploadDataset } from './tfjs/deviceDataset'
import { createTfjsTrainer } from './tfjs/tfjsTrainer'
import type { Trainer } from '../trainer'
import type { LabelledImages, Subject } from './trainerKind'
import { localProcessor } from './wasm/localProcessor.fixture'
import { createProcessorTrainer } from './wasm/processorTrainer'
import { createCompiledTrainer, type CompiledTrainer } from './webgpu/compiledTrainer'
import { openImages } from './webgpu/deviceImages'

export interface TrainerRun {
  readonly stack: Stack
  readonly data: DataShape
  readonly recipe: Recipe
  readonly normalisation?: Normalisation
  readonly classWeights?: readonly number[]
}

export const IMAGES = 40

export const ORDER = createRandom(5).shuffle(Uint32Array.from({ length: IMAGES }, (_, i) => i))

export function makeImages({ height, width, channels, classes }: DataShape) {
  const random = createRandom(11)
  return {
    count: IMAGES,
    pixels: Uint8Array.from({ length: IMAGES * height * width * channels }, () => random.integer(256)),
    labels: Uint16Array.from({ length: IMAGES }, () => random.integer(classes)),
  }
}

/** How a trainer is opened on some images. */
export type OpenTrainer = (
  images: LabelledImages,
  subject: Subject,
) => Promise<{ readonly trainer: Trainer; close(): void }>

/** The compiled trainer on a device. */
export function compiledOn(device: GPUDevice) {
  return async (examples: LabelledImages, subject: Subject) => {
    const images = await openImages(device, examples, subject.recipe.batchSize)
    const trainer = await createCompiledTrainer({ ...subject, device, images })
    return {
      trainer,
      close() {
        trainer.dispose()
        images.dispose()
      },
    }
  }
}

/** The trainer on the processor, in so many workers. */
export function processorOf(threads: number, options: Parameters<typeof localProcessor>[1] = {}) {
  return async (images: LabelledImages, subject: Subject) => {
    const processor = localProcessor(threads, options)
    const trainer = await createProcessorTrainer({ ...subject, processor, images })
    return { trainer, close: () => trainer.dispose() }
  }
}

/** Opens a trainer on the random images, with the same first weights for all. */
export async function withTrainer<Opened extends { readonly trainer: Trainer; close(): void }, Result>(
  open: (images: LabelledImages, subject: Subject) => Promise<Opened>,
  run: TrainerRun,
  work: (trainer: Opened['trainer']) => Promise<Result>,
): Promise<Result> {
  const normalisation = run.normalisation ?? rescaling(run.data.channels)
  const { trainer, close } = await open(makeImages(run.data), { ...run, normalisation })
  try {
    trainer.loadWeights(initialWeights(run.stack, run.data, 1))
    return await work(trainer)
  } finally {
    close()
  }
}

export function withCompiled<Result>(
  device: GPUDevice,
  run: TrainerRun,
  work: (trainer: CompiledTrainer) => Promise<Result>,
): Promise<Result> {
  return withTrainer(compiledOn(device), run, work)
}

/** On TensorFlow.js, on the backend that it is set to. */
export const openOracle: OpenTrainer = async (images, subject) => {
  const uploaded = uploadDataset(images, subject.data, subject.normalisation, Infinity)
  const trainer = await createTfjsTrainer({ ...subject, dataset: uploaded, labels: images.labels })
  return {
    trainer,
    close() {
      trainer.dispose()
      uploaded.dispose()
    },
  }
}

export function withOracle<Result>(run: TrainerRun, work: (trainer: Trainer) => Promise<Result>): Promise<Result> {
  return withTrainer(openOracle, run, work)
}

/** Five steps, the last of them on a short batch, and then a look at some rows. */
export async function trainFive(trainer: Trainer, batchSize: number) {
  trainer.beginEpoch(ORDER.subarray(0, 4 * batchSize + 3))
  const queued = [trainer.trainBatches(2), trainer.trainBatches(99), trainer.trainBatches(1)]
  if (queued.join() !== '2,3,0') throw new Error(`Queued ${queued.join()} batches instead of 2,3,0`)
  const classified = await trainer.classify(ORDER.subarray(3, 3 + 2 * batchSize + 1))
  return { steps: await trainer.readSteps(), classified, weights: await trainer.readWeights() }
}

export function concat(weights: Weights): Float32Array {
  return Float32Array.from([...weights.values()].flatMap((values) => [...values]))
}
