/** @jax-js/jax on WebGPU: the same model with a jitted step of Adam. Images have their channels first, as its convolutions want them. */
import { inputIdsOf, readersOf } from '../../../src/model/graph/inputs'
import { layerNames } from '../../../src/model/graph/names'
import { INPUT } from '../../../src/model/layers/define'
import type { Layer } from '../../../src/model/layers/registry'
import { initialWeights } from '../../../src/model/graph/initialise'
import { weightSpecs } from '../../../src/model/graph/weights'
import { type Array as JaxArray, defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax'
import type { Contestant, Task } from './contestant'

type Parameters = JaxArray[]

export async function openJax({ stack, data, batchSize, pixels, labels }: Task): Promise<Contestant> {
  await init('webgpu')
  defaultDevice('webgpu')
  const weights = initialWeights(stack, data, 1)
  const make = (values: Float32Array<ArrayBuffer>, shape: readonly number[]): JaxArray =>
    np.array(values, { shape: [...shape] })
  let parameters: Parameters = weightSpecs(stack, data).map(({ key, shape }) => {
    const array = make(weights.get(key)!, shape)
    // Keras's rows x columns x channels x filters, as filters x channels x rows x columns.
    return shape.length === 4 ? np.transpose(array, [3, 2, 0, 1]) : array
  })
  const zeros = (): Parameters => parameters.map((parameter) => np.zerosLike(parameter.ref))
  let first = zeros()
  let second = zeros()
  let step = np.array(0)
  const { height, width, channels, classes } = data
  const images = make(
    Float32Array.from(pixels, (byte) => byte / 255),
    [batchSize, height, width, channels],
  ).transpose([0, 3, 1, 2])
  const truth = nn.oneHot(np.array(Int32Array.from(labels)), classes)

  const reads = inputIdsOf(stack.layers)
  const readers = readersOf(stack.layers)
  const keys = weightSpecs(stack, data).map(({ key }) => key)
  const names = layerNames(stack)

  const lossOf = (weightsOf: Parameters, x: JaxArray, y: JaxArray): JaxArray => {
    // Every use takes an array out of the world, so all but the last take a reference.
    const values = new Map<string, { readonly value: JaxArray; uses: number }>()
    const hold = (id: string, value: JaxArray): void => {
      values.set(id, { value, uses: readers.get(id)?.length ?? 1 })
    }
    const take = (id: string): JaxArray => {
      const held = values.get(id)!
      return --held.uses > 0 ? held.value.ref : held.value
    }
    hold(INPUT, x)
    for (const [index, layer] of stack.layers.entries()) {
      const inputs = reads.get(layer.id)!.map(take)
      const isLast = index === stack.layers.length - 1
      const weight = (name: string): JaxArray => weightsOf[keys.indexOf(`${names[index]}/${name}`)]!
      hold(layer.id, apply(layer, inputs, weight, isLast))
    }
    return nn
      .logSoftmax(take(stack.layers.at(-1)!.id))
      .mul(y)
      .sum()
      .mul(-1 / batchSize)
  }

  const activate = (value: JaxArray, activation: string): JaxArray => {
    if (activation === 'linear') return value
    if (activation === 'relu') return nn.relu(value)
    if (activation === 'tanh') return np.tanh(value)
    throw new Error(`No ${activation} here`)
  }

  /** Dropout is left out, and so are the moving statistics, which spares jax-js their cost. */
  const apply = (
    layer: Layer,
    inputs: readonly JaxArray[],
    weight: (name: string) => JaxArray,
    isLast: boolean,
  ): JaxArray => {
    const [value] = inputs as readonly [JaxArray, ...JaxArray[]]
    switch (layer.className) {
      case 'Conv2D': {
        const { strides, padding, activation, filters } = layer.args
        const sums = lax.convGeneralDilated(
          value,
          weight('kernel'),
          [...strides],
          padding === 'same' ? 'SAME' : 'VALID',
        )
        return activate(sums.add(weight('bias').reshape([1, filters, 1, 1])), activation)
      }
      case 'BatchNormalization': {
        const axes = value.ndim === 4 ? [0, 2, 3] : [0]
        const shape = value.shape.map((length, axis) => (axis === 1 ? length : 1))
        const centred = value.ref.sub(np.mean(value, axes, { keepdims: true }))
        const variance = np.mean(np.square(centred.ref), axes, { keepdims: true })
        return centred
          .div(np.sqrt(variance.add(layer.args.epsilon)))
          .mul(weight('gamma').reshape(shape))
          .add(weight('beta').reshape(shape))
      }
      case 'Add':
        return inputs.reduce((sum, next) => sum.add(next))
      case 'Activation':
        return activate(value, layer.args.activation)
      case 'MaxPooling2D': {
        const { poolSize, strides } = layer.args
        return lax.reduceWindow(value, np.max, [...poolSize], [...(strides ?? poolSize)])
      }
      case 'Flatten':
        return value.reshape([batchSize, -1])
      case 'Dense': {
        const sums = np.matmul(value, weight('kernel')).add(weight('bias'))
        return isLast ? sums : activate(sums, layer.args.activation)
      }
      case 'Reshape':
      case 'Dropout':
        return value
      default:
        throw new Error(`No ${layer.className} here`)
    }
  }

  const update = jit((p: Parameters, m: Parameters, v: Parameters, t: JaxArray, x: JaxArray, y: JaxArray) => {
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(p), x, y)
    const next = t.add(1)
    const rate = np
      .sqrt(np.subtract(1, np.power(0.999, next.ref)))
      .mul(0.001)
      .div(np.subtract(1, np.power(0.9, next.ref)))
    const newM = m.map((old, i) => old.mul(0.9).add(gradients[i]!.ref.mul(0.1)))
    const newV = v.map((old, i) => old.mul(0.999).add(np.square(gradients[i]!).mul(0.001)))
    const newP = p.map((old, i) => old.sub(rate.ref.mul(newM[i]!.ref).div(np.sqrt(newV[i]!.ref).add(1e-7))))
    rate.dispose()
    return [newP, newM, newV, next, loss] as [Parameters, Parameters, Parameters, JaxArray, JaxArray]
  })

  return {
    async train(steps) {
      let loss = np.array(0)
      for (let i = 0; i < steps; i++) {
        loss.dispose()
        ;[parameters, first, second, step, loss] = update(parameters, first, second, step, images.ref, truth.ref)
      }
      const values = await loss.data()
      return Number(values[0])
    },
    close() {
      tree.dispose([parameters, first, second, step, images, truth])
    },
  }
}
