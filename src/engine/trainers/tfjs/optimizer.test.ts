import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readBaseVectors, readOptimizerVectors, type OptimizerVector } from '../../../model/kerasVectors.fixture'
import { NO_CLIPPING, type Clipping } from '../../../model/training/clipping'
import { averagedWeights } from '../../../model/training/optimizers/optimizers'
import { errorOf } from '../errorOf.fixture'
import { expectMoved } from '../kernels/expectMoved.fixture'
import { createOptimizer } from './optimizer'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

afterEach(() => {
  const { numTensors } = tf.memory()
  if (numTensors > 0) throw new Error(`${numTensors} tensors were left behind`)
})

const VECTORS = [
  ...readOptimizerVectors().map((vector) => ({ ...vector, clipping: NO_CLIPPING, finalized: undefined })),
  ...readBaseVectors(),
].map((vector) => [vector.name, vector] as const)

/** Two variables of seven and of the rest, or one whose norm is clipped, and what applies the gradients of so many steps to them. */
function open({ rule, learningRate, start, gradients, clipping }: OptimizerVector & { readonly clipping: Clipping }) {
  const parts = (all: readonly number[]) => (clipping === NO_CLIPPING ? [all.slice(0, 7), all.slice(7)] : [all.slice()])
  const variables = tf.tidy(() => parts(start).map((values) => tf.variable(tf.tensor1d(values))))
  const optimizer = createOptimizer(rule, variables, clipping)
  return {
    optimizer,
    apply(from: number, to: number): void {
      for (let step = from; step < to; step++) {
        tf.tidy(() => {
          const now = parts(gradients[step % gradients.length]!).map((values) => tf.tensor1d(values))
          optimizer.apply(now, learningRate)
        })
      }
    },
    read: () => Float32Array.from(variables.flatMap((variable) => [...variable.dataSync()])),
    close(): void {
      optimizer.dispose()
      tf.dispose(variables)
    },
  }
}

describe('the optimizer on TensorFlow.js', () => {
  it.each(VECTORS)('updates as Keras does: %s', async (_name, vector) => {
    const opened = open(vector)
    let done = 0
    for (const [look, { steps }] of vector.after.entries()) {
      opened.apply(done, steps)
      done = steps
      expectMoved(opened.read(), vector, look)
    }
    expect(done).toBe(40)
    if (vector.finalized) {
      const moments = (await opened.optimizer.saveMoments()).map((moment) => new Map([['all', moment]]))
      const left = averagedWeights(vector.rule, new Map([['all', opened.read()]]), moments).get('all')!
      expect(errorOf(left, vector.finalized)).toBeLessThan(2e-6)
    }
    opened.close()
  })

  it.each(VECTORS)('goes on with its memory as if it had never stopped: %s', async (_name, vector) => {
    const whole = open(vector)
    whole.apply(0, 3)
    const saved = await whole.optimizer.saveMoments()
    const half = open({ ...vector, start: [...whole.read()] })
    half.optimizer.restoreMoments(saved, 3)
    whole.apply(3, 8)
    half.apply(3, 8)
    expect(half.read()).toEqual(whole.read())
    whole.close()
    half.close()
  })
})
