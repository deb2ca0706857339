/** A model's tensors and operators, as they are added one after another, and then the file of them. */
import { sizeOf, type Shape } from '../../model/layers/define'
import type { Pair } from '../../model/layers/pair'
import type { Part } from './flatBuffer'
import type { Operator } from './operators'
import {
  Buffer,
  Metadata,
  Model,
  Operation,
  OperatorCode,
  SignatureDef,
  SubGraph,
  Tensor,
  TENSOR_TYPES,
  TensorMap,
  VERSION,
} from './schema'

/** A tensor of the model. */
export interface Value {
  readonly index: number
  /** Of a constant, all axes; else those of one image, without the batch axis. */
  readonly shape: Shape
}

export interface Graph {
  /** How many images go in at once. */
  readonly batch: 'any' | 1
  input(name: string, shape: Shape): Value
  floats(name: string, shape: Shape, values: Iterable<number>): Value
  /** One number, which operators stretch over whatever they join it with. */
  float(value: number): Value
  integers(values: readonly number[]): Value
  /** A row for each pair. */
  integerPairs(pairs: readonly Pair[]): Value
  /** @param shape of the result, without the batch axis. */
  operate(operator: Operator, name: string, inputs: readonly Value[], shape: Shape): Value
  /** The model, with the bytes of metadata under their names. */
  finish(input: Value, output: Value, metadata: ReadonlyMap<string, Uint8Array>): Part
}

export function createGraph(batch: Graph['batch']): Graph {
  const tensors: Part[] = []
  const buffers: Part[] = [Buffer({})]
  const operators: Part[] = []
  const codes: Operator[] = []

  const addBuffer = (data: Uint8Array): number => buffers.push(Buffer({ data })) - 1

  const addConstant = (name: string, type: Constant, shape: Shape, values: Iterable<number>): Value => {
    const data = littleEndian(type, sizeOf(shape), values)
    const part = Tensor({ name, shape, type: TENSOR_TYPES[type], buffer: addBuffer(data) })
    return { index: tensors.push(part) - 1, shape }
  }

  const addValue = (name: string, shape: Shape, type: keyof typeof TENSOR_TYPES = 'float32'): Value => {
    const part = Tensor({
      name,
      shape: [1, ...shape],
      type: TENSOR_TYPES[type],
      buffer: 0,
      ...(batch === 'any' && { shapeSignature: [-1, ...shape] }),
    })
    return { index: tensors.push(part) - 1, shape }
  }

  const codeOf = (operator: Operator): number => {
    const known = codes.findIndex(({ code, version }) => code === operator.code && version === operator.version)
    return known >= 0 ? known : codes.push(operator) - 1
  }

  return {
    batch,
    input: (name, shape) => addValue(name, shape),
    floats: (name, shape, values) => addConstant(name, 'float32', shape, values),
    float: (value) => addConstant(String(value), 'float32', [], [value]),
    integers: (values) => addConstant(values.join(), 'int32', [values.length], values),
    integerPairs: (pairs) => addConstant(pairs.join(), 'int32', [pairs.length, 2], pairs.flat()),

    operate(operator, name, inputs, shape) {
      const output = addValue(name, shape, operator.gives)
      const { options } = operator
      operators.push(
        Operation({
          opcodeIndex: codeOf(operator),
          inputs: inputs.map(({ index }) => index),
          outputs: [output.index],
          ...(options && { builtinOptionsType: options.type, builtinOptions: options.part }),
        }),
      )
      return output
    },

    finish(input, output, metadata) {
      const named = [...metadata].map(([name, data]) => Metadata({ name, buffer: addBuffer(data) }))
      const main = SubGraph({
        tensors,
        inputs: [input.index],
        outputs: [output.index],
        operators,
        name: 'main',
      })
      const signature = SignatureDef({
        inputs: [TensorMap({ name: 'images', tensorIndex: input.index })],
        outputs: [TensorMap({ name: 'probabilities', tensorIndex: output.index })],
        signatureKey: 'serving_default',
        subgraphIndex: 0,
      })
      return Model({
        version: VERSION,
        operatorCodes: codes.map(({ code, version }) =>
          OperatorCode({ deprecatedBuiltinCode: Math.min(code, 127), version, builtinCode: code }),
        ),
        subgraphs: [main],
        description: 'Strata',
        buffers,
        metadata: named,
        signatureDefs: [signature],
      })
    },
  }
}

type Constant = 'float32' | 'int32'

function littleEndian(type: Constant, count: number, values: Iterable<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * count))
  let at = 0
  for (const value of values) {
    if (type === 'float32') view.setFloat32(at, value, true)
    else view.setInt32(at, value, true)
    at += 4
  }
  if (at !== view.byteLength) throw new Error(`${at / 4} values were given for ${count}`)
  return new Uint8Array(view.buffer)
}
