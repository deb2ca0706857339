/**
 * The part of LiteRT's schema that Strata writes
 * (https://github.com/google-ai-edge/LiteRT/blob/main/tflite/converter/schema/schema.fbs, version 3c, formerly
 * tensorflow/lite/schema/schema.fbs).
 */
import { bytes, int32, int8, ints, many, one, table, text } from './flatBuffer'

/** At the file's bytes 4 to 7. */
export const IDENTIFIER = 'TFL3'
export const VERSION = 3

export const TENSOR_TYPES = { float32: 0, int32: 2, bool: 6 } as const

export const Model = table({
  version: int32(0),
  operatorCodes: many(1),
  subgraphs: many(2),
  description: text(3),
  buffers: many(4),
  metadata: many(6),
  signatureDefs: many(7),
})

export const OperatorCode = table({
  /** What readers before 2020 know, who have no more than 127. */
  deprecatedBuiltinCode: int8(0),
  version: int32(2),
  builtinCode: int32(3),
})

export const SubGraph = table({
  tensors: many(0),
  inputs: ints(1),
  outputs: ints(2),
  operators: many(3),
  name: text(4),
})

export const Tensor = table({
  shape: ints(0),
  type: int8(1),
  buffer: int32(2),
  name: text(3),
  /** The shape with -1 along axes that may have any length. */
  shapeSignature: ints(7),
})

/** The first of a model is empty, and stands for none. */
export const Buffer = table({ data: bytes(0) })

/** The schema calls it `Operator`. */
export const Operation = table({
  opcodeIndex: int32(0),
  inputs: ints(1),
  outputs: ints(2),
  builtinOptionsType: int8(3),
  builtinOptions: one(4),
})

export const Metadata = table({ name: text(0), buffer: int32(1) })

export const SignatureDef = table({ inputs: many(0), outputs: many(1), signatureKey: text(2), subgraphIndex: int32(4) })

export const TensorMap = table({ name: text(0), tensorIndex: int32(1) })
