/** For tests: observers of all kinds, opened as the engine opens them. */
import type { Backend } from '../backend'
import type { ObservedSubject } from '../observer'
import { readTopology } from '../../interop/keras/readTopology'
import type { DataShape } from '../../model/graph/shapes'
import { createStack } from '../../model/graph/stack'
import type { ModelVector } from '../../model/kerasVectors.fixture'
import { rescaling } from '../../model/training/normalisation'
import { localProcessor } from './wasm/localProcessor.fixture'
import type { LabelledImages } from './trainerKind'

const BACKEND: Omit<Backend, 'name'> = {
  software: true,
  settle: () => Promise.resolve(),
  watch: () => () => undefined,
  allocatedBytes: () => 0,
  close: () => undefined,
}

export function onGpu(gpu: GPUDevice): Backend {
  return { ...BACKEND, name: 'webgpu', gpu }
}

export function onProcessor(): Backend {
  return { ...BACKEND, name: 'processor', processor: localProcessor(2) }
}

/** On the backend that TensorFlow.js is set to. */
export function onTensorflow(): Backend {
  const tensorflow = { activate: () => Promise.resolve(), largestTensor: Infinity, releasePool: () => undefined }
  return { ...BACKEND, name: 'cpu', tensorflow }
}

/** The model of a vector as it is before its first step, and its images. */
export function openVector({ topology, input, classes, pixels, labels, initial }: ModelVector): {
  readonly subject: Pick<ObservedSubject, 'stack' | 'data' | 'normalisation' | 'weights'>
  readonly images: LabelledImages
} {
  const notes: string[] = []
  const { layers } = readTopology(topology, notes)
  if (notes.length > 0) throw new Error(notes.join(' '))
  const [height, width, channels] = input.length === 1 ? [1, input[0]!, 1] : [input[0]!, input[1]!, input[2]!]
  const data: DataShape = { height, width, channels, classes }
  return {
    subject: {
      stack: createStack(input.length === 1 ? 'flat' : 'image', layers),
      data,
      normalisation: rescaling(channels),
      weights: new Map(initial.map(({ key, values }) => [key, Float32Array.from(values)])),
    },
    images: { count: labels.length, pixels: Uint8Array.from(pixels), labels: Uint16Array.from(labels) },
  }
}
