/** @jax-js/jax on WebGPU: the same model with a jitted step of Adam. Images have their channels first, as its convolutions want them. */
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

  const lossOf = (weightsOf: Parameters, x: JaxArray, y: JaxArray): JaxArray => {
    let value = x
    let at = 0
    for (const [index, layer] of stack.layers.entries()) {
      switch (layer.className) {
        case 'Conv2D': {
          const { strides, padding, activation, filters } = layer.args
          const sums = lax
            .convGeneralDilated(value, weightsOf[at]!, [...strides], padding === 'same' ? 'SAME' : 'VALID')
            .add(weightsOf[at + 1]!.reshape([1, filters, 1, 1]))
          value = activation === 'tanh' ? np.tanh(sums) : nn.relu(sums)
          at += 2
          break
        }
        case 'MaxPooling2D':
          value = lax.reduceWindow(
            value,
            np.max,
            [...layer.args.poolSize],
            [...(layer.args.strides ?? layer.args.poolSize)],
          )
          break
        case 'Flatten':
          value = value.reshape([batchSize, -1])
          break
        case 'Dense': {
          const sums = np.matmul(value, weightsOf[at]!).add(weightsOf[at + 1]!)
          const isLast = index === stack.layers.length - 1
          value = isLast ? sums : layer.args.activation === 'tanh' ? np.tanh(sums) : nn.relu(sums)
          at += 2
          break
        }
        default:
          // A Reshape to images changes nothing here.
          break
      }
    }
    return nn
      .logSoftmax(value)
      .mul(y)
      .sum()
      .mul(-1 / batchSize)
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
