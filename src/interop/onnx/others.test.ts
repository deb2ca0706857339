/** Graphs as other exporters write them: the same layers, with their axes and weights in other orders. */
import { expect, it } from 'vitest'
import { initialWeights } from '../../model/graph/initialise'
import { createLayer, createStack } from '../../model/graph/stack'
import { encode } from './encode'
import { float, floats, int, integers, ints, type OnnxGraph, type OnnxNode, type Tensor } from './graph'
import { lay } from './layOut'
import { readOnnx } from './readOnnx'

const data = { height: 8, width: 6, channels: 3, classes: 4 }
const stack = createStack('image', [
  createLayer('Conv2D', { filters: 5, padding: 'same' }),
  createLayer('MaxPooling2D'),
  createLayer('Flatten'),
  createLayer('Dense', { units: 4, activation: 'softmax' }),
])
const WEIGHTS = new Map(
  [...initialWeights(stack, data, 3)].map(([key, values]) => [key, values.map((value, at) => value || at / 7 - 0.3)]),
)
const [height, width] = [4, 3]
const kernel = lay(WEIGHTS.get('conv2d/kernel')!, { as: [3, 3, 3, 5], axes: [3, 2, 0, 1] })
const dense = WEIGHTS.get('dense/kernel')!

const tensor = (values: Float32Array<ArrayBuffer>, ...dims: readonly number[]): Tensor => ({
  type: 'float',
  dims,
  values,
})
const node = (op: string, inputs: string, output: string, attributes: OnnxNode['attributes'] = {}): OnnxNode => ({
  op,
  name: `the ${op}`,
  inputs: inputs.split(' '),
  outputs: [output],
  attributes,
})

function open(dims: readonly number[], nodes: readonly OnnxNode[], tensors: Readonly<Record<string, Tensor>>) {
  const graph: OnnxGraph = {
    name: 'main_graph',
    inputs: [{ name: 'x', dims: [null, ...dims] }],
    output: { name: 'y', dims: [null, 4] },
    nodes,
    tensors: new Map([
      ['kernel', tensor(kernel, 5, 3, 3, 3)],
      ['bias', tensor(WEIGHTS.get('conv2d/bias')!, 5)],
      ['scores', tensor(WEIGHTS.get('dense/bias')!, 4)],
      ...Object.entries(tensors),
    ]),
    metadata: new Map(),
  }
  return readOnnx(encode(graph))
}

const window = { kernel_shape: ints([3, 3]), pads: ints([1, 1, 1, 1]) }
const pool = { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }

it('as PyTorch: channels first, rows of the Dense by channel, its kernel transposed', () => {
  const byChannel = lay(dense, { as: [height, width, 5, 4], axes: [3, 2, 0, 1] })
  const read = open(
    [3, 8, 6],
    [
      node('Conv', 'x kernel bias', 'a', window),
      node('Relu', 'a', 'b'),
      node('MaxPool', 'b', 'c', pool),
      node('Flatten', 'c', 'd'),
      node('Gemm', 'd dense scores', 'e', { transB: int(1), alpha: float(1) }),
      node('Softmax', 'e', 'y', { axis: int(1) }),
    ],
    { dense: tensor(byChannel, 4, height * width * 5) },
  )
  expect(read.stack).toEqual(stack)
  expect(read.data).toEqual(data)
  expect([...read.weights]).toEqual([...WEIGHTS])
})

it('as TensorFlow’s converter: channels last, turned round each layer, with MatMul and Add', () => {
  const turn = { perm: ints([0, 3, 1, 2]) }
  const back = { perm: ints([0, 2, 3, 1]) }
  const read = open(
    [8, 6, 3],
    [
      node('Transpose', 'x', 'x1', turn),
      node('Conv', 'x1 kernel bias', 'a', window),
      node('Transpose', 'a', 'a1', back),
      node('Relu', 'a1', 'b'),
      node('Transpose', 'b', 'b1', turn),
      node('MaxPool', 'b1', 'c', pool),
      node('Transpose', 'c', 'c1', back),
      node('Reshape', 'c1 row', 'd'),
      node('MatMul', 'd dense', 'e'),
      node('Add', 'e scores', 'f'),
      node('Softmax', 'f', 'y'),
    ],
    { dense: tensor(dense, height * width * 5, 4), row: integers([-1, height * width * 5]) },
  )
  const names = read.stack.layers.map(({ className }) => className)
  // What was turned before the Relu is no longer the convolution’s own output.
  expect(names).toEqual(['Conv2D', 'Activation', 'MaxPooling2D', 'Flatten', 'Dense'])
  expect([...read.weights]).toEqual([...WEIGHTS])
})

it('pixels that the graph brings to numbers by itself are normalised so here', () => {
  const read = open(
    [3, 8, 6],
    [
      node('Sub', 'x mean', 'x1'),
      node('Div', 'x1 deviation', 'x2'),
      node('Conv', 'x2 kernel bias', 'a', window),
      node('GlobalAveragePool', 'a', 'b'),
      node('Flatten', 'b', 'c'),
      node('Gemm', 'c dense scores', 'y'),
    ],
    {
      mean: floats([120, 110, 100], [1, 3, 1, 1]),
      deviation: floats([60, 64, 50], [3, 1, 1]),
      dense: tensor(dense.slice(0, 20), 5, 4),
    },
  )
  expect(read.normalisation).toEqual({ mean: [120, 110, 100], deviation: [60, 64, 50] })
  expect(read.stack.layers.map(({ className }) => className)).toEqual(['Conv2D', 'GlobalAveragePooling2D', 'Dense'])
  expect(read.notes).toEqual(['The file does not name the model’s 4 classes, so they are numbered from 0.'])
})
