/** The operations that take a batch's images out of the dataset, as the first layer sees them: their bytes as numbers. */
import type { Augmentation } from '../../../../model/training/augmentation'
import type { ImageShape } from '../../../../model/layers/define'
import type { Normalisation } from '../../../../model/training/normalisation'
import { COMMON } from '../buffers'
import type { Border } from '../geometry'
import type { Facts } from './facts'

/** The facts of each kind. */
export const batchOperations = { gatherBatch, gatherAugmented, drawTransforms }

/** Where a run of the dataset's rows lies. */
export interface PixelChunk {
  readonly buffer: string
  readonly firstRow: number
  readonly rows: number
}

/** Takes the rows of the batch that lie in one chunk. Each other chunk has an operation of its own. */
export interface GatherBatch {
  readonly batchSize: number
  readonly shape: ImageShape
  readonly chunk: PixelChunk
  readonly normalisation: Normalisation
  readonly images: string
  /** Zeros around each image in `images`, written with it. */
  readonly border?: Border
}

function gatherBatch({ chunk, images }: GatherBatch): Facts {
  return { name: 'gather', reads: [COMMON.state, COMMON.order, chunk.buffer], writes: [images], flops: 0 }
}

/** The same, of images as their transforms show them. */
export interface GatherAugmented extends GatherBatch {
  readonly transforms: string
  /** The standard deviation of the noise on every value, where black to white is 1. */
  readonly noise: number
}

function gatherAugmented(spec: GatherAugmented): Facts {
  const { reads, ...facts } = gatherBatch(spec)
  return { ...facts, reads: [...reads, spec.transforms] }
}

/** The length of one image's transform, in 4-byte values. */
export const TRANSFORM_VALUES = 8

/** Draws what is done to each image of the batch. */
export interface DrawTransforms {
  readonly batchSize: number
  readonly shape: ImageShape
  readonly augmentation: Augmentation
  /** A transform for each image. */
  readonly transforms: string
}

function drawTransforms({ transforms }: DrawTransforms): Facts {
  return { name: 'draw transforms', reads: [COMMON.state], writes: [transforms], flops: 0 }
}
