/** The operations of AveragePooling2D. A mean is over the pixels of its window that lie in the image. */
import { COMMON } from '../buffers'
import { valuesOf, type Geometry } from '../geometry'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const averagePooling2dOperations = { averagePooling2dForward, averagePooling2dInputGradient }

export interface AveragePooling2dForward {
  readonly geometry: Geometry
  readonly batchSize: number
  readonly input: string
  readonly output: string
}

function averagePooling2dForward({ geometry, batchSize, ...spec }: AveragePooling2dForward): Facts {
  return {
    name: 'forward',
    reads: [COMMON.state, spec.input],
    writes: [spec.output],
    flops: additionsOf(geometry, batchSize),
  }
}

/** Each input value gathers its shares of the gradients of the windows that it lies in. */
export interface AveragePooling2dInputGradient extends InputGradientTarget {
  readonly geometry: Geometry
  readonly batchSize: number
  readonly source: string
}

function averagePooling2dInputGradient(spec: AveragePooling2dInputGradient): Facts {
  return {
    name: 'input gradient',
    reads: [COMMON.state, spec.source, ...keptBuffer(spec)],
    writes: [spec.gradient],
    flops: additionsOf(spec.geometry, spec.batchSize),
  }
}

function additionsOf({ output, kernel }: Geometry, batchSize: number): number {
  return batchSize * valuesOf(output) * kernel[0] * kernel[1]
}
