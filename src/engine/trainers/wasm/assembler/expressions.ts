/**
 * WebAssembly's instructions as typed expressions. An expression is a recipe: it is computed where a statement uses it, and each time anew.
 * `FunctionBuilder.let` keeps a value instead. Integer constants are folded, so that addresses made of a plan's numbers cost nothing.
 */
import { float, signed, unsigned } from './bytes'

export type ValueType = 'i32' | 'f32' | 'v128'

export interface Expr<Type extends ValueType = ValueType> {
  readonly type: Type
  /** The value, where it is known while the code is made. */
  readonly constant?: number
  emit(out: number[]): void
}

export type I32 = Expr<'i32'>
export type F32 = Expr<'f32'>
export type V128 = Expr<'v128'>

/** Where in memory: the sum of an expression and of bytes that cost no instruction. */
export interface Address {
  readonly base: I32
  /** Not negative. */
  readonly offset: number
}

type Operand<Type extends ValueType> = Expr<Type> | number

function instruction<Type extends ValueType>(
  type: Type,
  code: readonly number[],
  operands: readonly Expr[],
  tail: readonly number[] = [],
): Expr<Type> {
  return {
    type,
    emit(out) {
      for (const operand of operands) operand.emit(out)
      out.push(...code, ...tail)
    },
  }
}

/**
 * A constant of 32 bits. From 2^31 on it is written as the negative number of the same bits, which is the same address.
 *
 * @throws RangeError for any other number, instead of another place in memory.
 */
export function int(value: number): I32 {
  const constant = value | 0
  if (value !== constant && value !== constant >>> 0) throw new RangeError(`${value} is no integer of 32 bits`)
  return { type: 'i32', constant, emit: (out) => void out.push(0x41, ...signed(constant)) }
}

export function num(value: number): F32 {
  return { type: 'f32', constant: value, emit: (out) => void out.push(0x43, ...float(value)) }
}

const asInt = (value: Operand<'i32'>): I32 => (typeof value === 'number' ? int(value) : value)
const asNum = (value: Operand<'f32'>): F32 => (typeof value === 'number' ? num(value) : value)

type IntOperation = (a: Operand<'i32'>, b: Operand<'i32'>) => I32

function intOperation(code: number, fold: (a: number, b: number) => number): IntOperation {
  return (a, b) => {
    const [left, right] = [asInt(a), asInt(b)]
    if (left.constant !== undefined && right.constant !== undefined) return int(fold(left.constant, right.constant))
    return instruction('i32', [code], [left, right])
  }
}

const plainAdd = intOperation(0x6a, (a, b) => a + b)
const plainMultiply = intOperation(0x6c, (a, b) => a * b)

/** 32-bit integers, which wrap around; constants don't, whose sums and products must have 32 bits. Comparisons give 1 or 0. */
export const i32 = {
  add(a: Operand<'i32'>, b: Operand<'i32'>): I32 {
    const [left, right] = [asInt(a), asInt(b)]
    if (right.constant === 0) return left
    return left.constant === 0 ? right : plainAdd(left, right)
  },
  sub: intOperation(0x6b, (a, b) => a - b),
  mul(a: Operand<'i32'>, b: Operand<'i32'>): I32 {
    const [left, right] = [asInt(a), asInt(b)]
    if (right.constant === 1) return left
    return left.constant === 1 ? right : plainMultiply(left, right)
  },
  divU: intOperation(0x6e, (a, b) => Math.floor((a >>> 0) / (b >>> 0))),
  remU: intOperation(0x70, (a, b) => (a >>> 0) % (b >>> 0)),
  and: intOperation(0x71, (a, b) => a & b),
  xor: intOperation(0x73, (a, b) => a ^ b),
  shl: intOperation(0x74, (a, b) => a << b),
  shrS: intOperation(0x75, (a, b) => a >> b),
  shrU: intOperation(0x76, (a, b) => a >>> b),
  eq: intOperation(0x46, (a, b) => Number(a === b)),
  ne: intOperation(0x47, (a, b) => Number(a !== b)),
  ltS: intOperation(0x48, (a, b) => Number(a < b)),
  ltU: intOperation(0x49, (a, b) => Number(a >>> 0 < b >>> 0)),
  gtS: intOperation(0x4a, (a, b) => Number(a > b)),
  leS: intOperation(0x4c, (a, b) => Number(a <= b)),
  geS: intOperation(0x4e, (a, b) => Number(a >= b)),
  select: (condition: I32, yes: Operand<'i32'>, no: Operand<'i32'>): I32 =>
    instruction('i32', [0x1b], [asInt(yes), asInt(no), condition]),
  load: (at: Address): I32 => load('i32', [0x28], 2, at),
  lane: (a: V128, lane: number): I32 => instruction('i32', [0xfd, ...unsigned(0x1b)], [a], [lane]),
} as const

type NumOperation<Result extends ValueType = 'f32'> = (a: Operand<'f32'>, b: Operand<'f32'>) => Expr<Result>

function numOperation(code: number): NumOperation {
  return (a, b) => instruction('f32', [code], [asNum(a), asNum(b)])
}

function numComparison(code: number): NumOperation<'i32'> {
  return (a, b) => instruction('i32', [code], [asNum(a), asNum(b)])
}

const numFunction =
  (code: number) =>
  (a: F32): F32 =>
    instruction('f32', [code], [a])

export const f32 = {
  add: numOperation(0x92),
  sub: numOperation(0x93),
  mul: numOperation(0x94),
  div: numOperation(0x95),
  max: numOperation(0x97),
  eq: numComparison(0x5b),
  lt: numComparison(0x5d),
  gt: numComparison(0x5e),
  neg: numFunction(0x8c),
  fromS: (a: I32): F32 => instruction('f32', [0xb2], [a]),
  fromU: (a: I32): F32 => instruction('f32', [0xb3], [a]),
  select: (condition: I32, yes: Operand<'f32'>, no: Operand<'f32'>): F32 =>
    instruction('f32', [0x1b], [asNum(yes), asNum(no), condition]),
  load: (at: Address): F32 => load('f32', [0x2a], 2, at),
  lane: (a: V128, lane: number): F32 => instruction('f32', [0xfd, ...unsigned(0x1f)], [a], [lane]),
} as const

const simd = (code: number): readonly number[] => [0xfd, ...unsigned(code)]

const simdOperation =
  (code: number) =>
  (a: V128, b: V128): V128 =>
    instruction('v128', simd(code), [a, b])

const simdFunction =
  (code: number) =>
  (a: V128): V128 =>
    instruction('v128', simd(code), [a])

const simdShift =
  (code: number) =>
  (a: V128, by: Operand<'i32'>): V128 =>
    instruction('v128', simd(code), [a, asInt(by)])

/** Four 32-bit floats side by side. Comparisons give lanes of all ones or all zeros. */
export const f32x4 = {
  splat: (a: Operand<'f32'>): V128 =>
    typeof a === 'number' ? constants(Float32Array.of(a, a, a, a)) : instruction('v128', simd(0x13), [a]),
  replaceLane: (a: V128, lane: number, value: F32): V128 => instruction('v128', simd(0x20), [a, value], [lane]),
  eq: simdOperation(0x41),
  ne: simdOperation(0x42),
  lt: simdOperation(0x43),
  gt: simdOperation(0x44),
  le: simdOperation(0x45),
  ge: simdOperation(0x46),
  nearest: simdFunction(0x6a),
  abs: simdFunction(0xe0),
  neg: simdFunction(0xe1),
  sqrt: simdFunction(0xe3),
  add: simdOperation(0xe4),
  sub: simdOperation(0xe5),
  mul: simdOperation(0xe6),
  div: simdOperation(0xe7),
  min: simdOperation(0xe8),
  max: simdOperation(0xe9),
  /** `b < a ? b : a`: where one is NaN, the first. */
  pmin: simdOperation(0xea),
  /** `a < b ? b : a`: where one is NaN, the first. */
  pmax: simdOperation(0xeb),
  fromS: simdFunction(0xfa),
  /** a x b + c, rounded once. Only where the engine knows relaxed SIMD. */
  relaxedMadd: (a: V128, b: V128, c: V128): V128 => instruction('v128', simd(0x105), [a, b, c]),
} as const

/** Four 32-bit integers side by side. */
export const i32x4 = {
  splat: (a: Operand<'i32'>): V128 =>
    typeof a === 'number' ? constants(Int32Array.of(a, a, a, a)) : instruction('v128', simd(0x11), [a]),
  eq: simdOperation(0x37),
  ltU: simdOperation(0x3a),
  gtS: simdOperation(0x3b),
  add: simdOperation(0xae),
  sub: simdOperation(0xb1),
  mul: simdOperation(0xb5),
  shl: simdShift(0xab),
  shrS: simdShift(0xac),
  shrU: simdShift(0xad),
  truncate: simdFunction(0xf8),
  /** The four lower 16-bit lanes, unsigned, widened. */
  widenLow16U: simdFunction(0xa9),
  /** How many bits are 1 of each lane of two together: counted in bytes, which are added by twos and those by twos. */
  popcntOfBoth: (a: V128, b: V128): V128 =>
    simdFunction(0x7e)(simdFunction(0x7c)(simdOperation(0x6e)(simdFunction(0x62)(a), simdFunction(0x62)(b)))),
} as const

/** All 128 bits, whatever they mean. */
export const v128 = {
  and: simdOperation(0x4e),
  /** a and not b. */
  andNot: simdOperation(0x4f),
  or: simdOperation(0x50),
  xor: simdOperation(0x51),
  /** Bit by bit: of `yes` where the mask has ones, else of `no`. */
  select: (mask: V128, yes: V128, no: V128): V128 => instruction('v128', simd(0x52), [yes, no, mask]),
  load: (at: Address): V128 => load('v128', simd(0x00), 4, at),
  /** One 32-bit value in all lanes. */
  loadSplat: (at: Address): V128 => load('v128', simd(0x09), 2, at),
  /** Eight bytes, each widened to 16 bits. */
  load8x8U: (at: Address): V128 => load('v128', simd(0x02), 3, at),
  /** Bytes of a table by number; 0 where the number is 16 or more. */
  swizzle: (table: V128, numbers: V128): V128 => simdOperation(0x0e)(table, numbers),
  /** The products of the lower two 32-bit lanes, or the upper two, unsigned, as 64 bits. */
  widenMultiplyLowU: simdOperation(0xde),
  widenMultiplyHighU: simdOperation(0xdf),
  /** Shifts 64-bit lanes. */
  shrU64: simdShift(0xcd),
  /** Two bytes into one of the eight 16-bit lanes; the others stay. */
  loadLane16: (a: V128, lane: number, at: Address): V128 =>
    instruction('v128', simd(0x55), [at.base, a], [1, ...unsigned(at.offset), lane]),
  /** 32-bit lanes by number: 0 to 3 of `a`, 4 to 7 of `b`. */
  shuffle(a: V128, b: V128, lanes: readonly [number, number, number, number]): V128 {
    const bytes = lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3])
    return instruction('v128', simd(0x0d), [a, b], bytes)
  },
} as const

/** Sixteen bytes as they lie in an array. */
export function constants(values: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>): V128 {
  const bytes = [...new Uint8Array(values.buffer, values.byteOffset, 16)]
  return { type: 'v128', emit: (out) => void out.push(...simd(0x0c), ...bytes) }
}

function load<Type extends ValueType>(type: Type, code: readonly number[], align: number, at: Address): Expr<Type> {
  return instruction(type, code, [at.base], [align, ...unsigned(at.offset)])
}

/** An address that lies so many bytes behind another. Whole numbers cost nothing. */
export function behind(at: Address, bytes: Operand<'i32'>): Address {
  const constant = typeof bytes === 'number' ? bytes : bytes.constant
  if (constant === undefined) return { ...at, base: i32.add(at.base, bytes) }
  const offset = at.offset + constant
  return offset >= 0 ? { ...at, offset } : { base: i32.add(at.base, offset), offset: 0 }
}
