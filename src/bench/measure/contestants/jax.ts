/** @jax-js/jax on one of its devices: the same model with a jitted step of Adam. Images have their channels first, as its convolutions want them. */
import { inputIdsOf, readersOf } from '../../../model/graph/inputs'
import { layerNames } from '../../../model/graph/names'
import { INPUT } from '../../../model/layers/define'
import type { Layer } from '../../../model/layers/registry'
import { initialWeights } from '../../../model/graph/initialise'
import { weightSpecs } from '../../../model/graph/weights'
import {
  type Array as JaxArray,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  random,
  tree,
  valueAndGrad,
} from '@jax-js/jax'
import type { Contestant, Task } from './contestant'

type Parameters = JaxArray[]

/** The keys of weights that no gradient moves. */
const MOVING = /\/moving_(?:mean|variance)$/

export async function openJax(
  device: 'webgpu' | 'wasm',
  { stack, data, batchSize, pixels, labels }: Task,
): Promise<Contestant> {
  await init(device)
  defaultDevice(device)
  const weights = initialWeights(stack, data, 1)
  const make = (values: Float32Array<ArrayBuffer>, shape: readonly number[]): JaxArray =>
    np.array(values, { shape: [...shape] })
  const specs = weightSpecs(stack, data)
  const load = (wanted: boolean): { readonly keys: readonly string[]; readonly values: Parameters } => {
    const some = specs.filter(({ key }) => MOVING.test(key) === wanted)
    const values = some.map(({ key, shape }) => {
      const array = make(weights.get(key)!, shape)
      // Keras's rows x columns x channels x filters, as filters x channels x rows x columns.
      return shape.length === 4 ? np.transpose(array, [3, 2, 0, 1]) : array
    })
    return { keys: some.map(({ key }) => key), values }
  }
  const { keys, ...trained } = load(false)
  const statistics = load(true)
  let parameters = trained.values
  let moving = statistics.values
  const zeros = (): Parameters => parameters.map((parameter) => np.zerosLike(parameter.ref))
  let first = zeros()
  let second = zeros()
  let step = np.array(0)
  let draws = random.key(1)
  const { height, width, channels, classes } = data
  const images = make(
    Float32Array.from(pixels, (byte) => byte / 255),
    [batchSize, height, width, channels],
  ).transpose([0, 3, 1, 2])
  const truth = nn.oneHot(np.array(Int32Array.from(labels)), classes)

  const reads = inputIdsOf(stack.layers)
  const readers = readersOf(stack.layers)
  const names = layerNames(stack)

  const dropouts = stack.layers.filter(({ className }) => className === 'Dropout')
  const momentums = new Map(
    stack.layers.flatMap((layer, i) =>
      layer.className === 'BatchNormalization' ? [[names[i]!, layer.args.momentum] as const] : [],
    ),
  )

  /** The loss, and beside it the batch's own value of each moving statistic, in their order. */
  const lossOf = (weightsOf: Parameters, seeds: JaxArray, x: JaxArray, y: JaxArray): [JaxArray, Parameters] => {
    const ofBatch = new Map<string, JaxArray>()
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
      const measured = (name: string, value: JaxArray): void => void ofBatch.set(`${names[index]}/${name}`, value)
      hold(layer.id, apply(layer, inputs, weight, measured, seeds, isLast))
    }
    const loss = nn
      .logSoftmax(take(stack.layers.at(-1)!.id))
      .mul(y)
      .sum()
      .mul(-1 / batchSize)
    return [loss, statistics.keys.map((key) => ofBatch.get(key)!)]
  }

  const activate = (value: JaxArray, activation: string): JaxArray => {
    if (activation === 'linear') return value
    if (activation === 'relu') return nn.relu(value)
    if (activation === 'tanh') return np.tanh(value)
    throw new Error(`No ${activation} here`)
  }

  const apply = (
    layer: Layer,
    inputs: readonly JaxArray[],
    weight: (name: string) => JaxArray,
    measured: (name: string, value: JaxArray) => void,
    seeds: JaxArray,
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
        const mean = np.mean(value.ref, axes, { keepdims: true })
        const centred = value.sub(mean.ref)
        const variance = np.mean(np.square(centred.ref), axes, { keepdims: true })
        measured('moving_mean', mean.reshape([-1]))
        measured('moving_variance', variance.ref.reshape([-1]))
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
      case 'Dropout': {
        const share = 1 - layer.args.rate
        const kept = random.bernoulli(seeds.ref.slice(dropouts.indexOf(layer) + 1), share, [...value.shape])
        return np.where(kept, value.mul(1 / share), 0)
      }
      case 'Reshape':
        return value
      default:
        throw new Error(`No ${layer.className} here`)
    }
  }

  const update = jit(
    (
      p: Parameters,
      s: Parameters,
      m: Parameters,
      v: Parameters,
      t: JaxArray,
      seed: JaxArray,
      x: JaxArray,
      y: JaxArray,
    ) => {
      const seeds = random.split(seed, dropouts.length + 1)
      const [[loss, ofBatch], gradients] = valueAndGrad(lossOf, { hasAux: true })(tree.ref(p), seeds.ref, x, y)
      const newS = s.map((old, i) => {
        const momentum = momentums.get(statistics.keys[i]!.split('/')[0]!)!
        return old.mul(momentum).add(ofBatch[i]!.mul(1 - momentum))
      })
      const next = t.add(1)
      const rate = np
        .sqrt(np.subtract(1, np.power(0.999, next.ref)))
        .mul(0.001)
        .div(np.subtract(1, np.power(0.9, next.ref)))
      const newM = m.map((old, i) => old.mul(0.9).add(gradients[i]!.ref.mul(0.1)))
      const newV = v.map((old, i) => old.mul(0.999).add(np.square(gradients[i]!).mul(0.001)))
      const newP = p.map((old, i) => old.sub(rate.ref.mul(newM[i]!.ref).div(np.sqrt(newV[i]!.ref).add(1e-7))))
      rate.dispose()
      return [newP, newS, newM, newV, next, seeds.slice(0), loss] as [
        Parameters,
        Parameters,
        Parameters,
        Parameters,
        JaxArray,
        JaxArray,
        JaxArray,
      ]
    },
  )

  return {
    async train(steps) {
      // Another contestant may be on the other device.
      defaultDevice(device)
      let loss = np.array(0)
      for (let i = 0; i < steps; i++) {
        loss.dispose()
        ;[parameters, moving, first, second, step, draws, loss] = update(
          parameters,
          moving,
          first,
          second,
          step,
          draws,
          images.ref,
          truth.ref,
        )
      }
      const values = await loss.data()
      return Number(values[0])
    },
    close() {
      tree.dispose([parameters, moving, first, second, step, draws, images, truth])
    },
  }
}
