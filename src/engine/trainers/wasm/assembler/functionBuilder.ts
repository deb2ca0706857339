/** Statements of one WebAssembly function, in the order in which they are called. */
import { concat, signed, unsigned, vector, type Bytes } from './bytes'
import { i32, int, type Address, type Expr, type F32, type I32, type V128, type ValueType } from './expressions'

/** A variable of a function. As an expression it is the value that it has where it is used. */
export interface Local<Type extends ValueType = ValueType> extends Expr<Type> {
  readonly index: number
}

const TYPE_CODES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b }

export class FunctionBuilder {
  readonly #parameters: number
  readonly #locals: ValueType[] = []
  readonly #code: number[] = []

  /** @param parameters how many `i32` the function takes. */
  constructor(parameters: number) {
    this.#parameters = parameters
  }

  parameter(index: number): Local<'i32'> {
    return localOf('i32', index)
  }

  /** A new variable: zero until it is set. */
  local<Type extends ValueType>(type: Type): Local<Type> {
    return localOf(type, this.#parameters + this.#locals.push(type) - 1)
  }

  /** A new variable with a value. */
  let<Type extends ValueType>(value: Expr<Type>): Local<Type> {
    const local = this.local(value.type)
    this.set(local, value)
    return local
  }

  set<Type extends ValueType>(local: Local<Type>, value: Expr<Type>): void {
    value.emit(this.#code)
    this.#code.push(0x21, ...unsigned(local.index))
  }

  /** Adds to an integer variable. */
  increase(local: Local<'i32'>, by: I32 | number): void {
    this.set(local, i32.add(local, by))
  }

  storeI32(at: Address, value: I32): void {
    this.#store([0x36], 2, at, value)
  }

  storeByte(at: Address, value: I32): void {
    this.#store([0x3a], 0, at, value)
  }

  storeF32(at: Address, value: F32): void {
    this.#store([0x38], 2, at, value)
  }

  storeV128(at: Address, value: V128): void {
    this.#store([0xfd, ...unsigned(0x0b)], 4, at, value)
  }

  /** Stores the first so many of the four 32-bit lanes. */
  storeLanes(at: Address, value: Local<'v128'>, count: number): void {
    if (count === 4) return this.storeV128(at, value)
    if (count >= 2) this.#store([0xfd, ...unsigned(0x5b)], 3, at, value, [0])
    if (count !== 2) {
      const lane = count - 1
      this.#store([0xfd, ...unsigned(0x5a)], 2, { ...at, offset: at.offset + 4 * lane }, value, [lane])
    }
  }

  #store(code: readonly number[], align: number, at: Address, value: Expr, tail: readonly number[] = []): void {
    at.base.emit(this.#code)
    value.emit(this.#code)
    this.#code.push(...code, align, ...unsigned(at.offset), ...tail)
  }

  /** Sets so many bytes to zero. */
  clear(at: Address, bytes: I32 | number): void {
    this.#emit(i32.add(at.base, at.offset), int(0), typeof bytes === 'number' ? int(bytes) : bytes)
    this.#code.push(0xfc, ...unsigned(11), 0x00)
  }

  copy(to: Address, from: Address, bytes: I32 | number): void {
    const length = typeof bytes === 'number' ? int(bytes) : bytes
    this.#emit(i32.add(to.base, to.offset), i32.add(from.base, from.offset), length)
    this.#code.push(0xfc, ...unsigned(10), 0x00, 0x00)
  }

  /** Does `body` while the condition, which is looked at before each time, is not 0. */
  while(condition: I32, body: () => void): void {
    this.#code.push(0x02, 0x40, 0x03, 0x40)
    this.#emit(condition)
    this.#code.push(0x45, 0x0d, 0x01)
    body()
    this.#code.push(0x0c, 0x00, 0x0b, 0x0b)
  }

  /**
   * Does `body` with a variable that goes from `from` to below `below` by `by`. Where the numbers are known to give one time only, there is no
   * loop.
   */
  loop(
    below: I32 | number,
    body: (at: I32) => void,
    { from = 0, by = 1 }: { from?: I32 | number; by?: number } = {},
  ): void {
    const [start, end] = [from, below].map((each) => (typeof each === 'number' ? int(each) : each)) as [I32, I32]
    const known = start.constant !== undefined && end.constant !== undefined
    if (known && start.constant >= end.constant) return
    if (known && start.constant + by >= end.constant) return body(start)
    const at = this.let(start)
    const again = (): void => {
      this.#code.push(0x03, 0x40)
      body(at)
      this.increase(at, by)
      this.#emit(i32.ltS(at, end))
      this.#code.push(0x0d, 0x00, 0x0b)
    }
    if (known) again()
    else this.when(i32.ltS(at, end), again)
  }

  /**
   * Does `body` again and again while the condition that it returns is not 0.
   *
   * @param body may pass conditions to `leave`, outside of other loops and conditions: where one is not 0, the loop ends there.
   */
  repeat(body: (leave: (condition: I32) => void) => I32): void {
    this.#code.push(0x02, 0x40, 0x03, 0x40)
    const again = body((condition) => {
      this.#emit(condition)
      this.#code.push(0x0d, 0x01)
    })
    this.#emit(again)
    this.#code.push(0x0d, 0x00, 0x0b, 0x0b)
  }

  when(condition: I32, yes: () => void, no?: () => void): void {
    this.#emit(condition)
    this.#code.push(0x04, 0x40)
    yes()
    if (no) {
      this.#code.push(0x05)
      no()
    }
    this.#code.push(0x0b)
  }

  #emit(...values: readonly Expr[]): void {
    for (const value of values) value.emit(this.#code)
  }

  /** The function's body as a module holds it. */
  bytes(): Bytes {
    const locals = vector(this.#locals.map((type) => [...signed(1), TYPE_CODES[type]]))
    return concat([unsigned(locals.length + this.#code.length + 1), locals, this.#code, [0x0b]])
  }
}

function localOf<Type extends ValueType>(type: Type, index: number): Local<Type> {
  return { type, index, emit: (out) => void out.push(0x20, ...unsigned(index)) }
}
