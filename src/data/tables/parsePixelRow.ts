/** Reads one row of a table of pixels from bytes, without making text of it. */

import { readFlag } from './oneHot'
import { ABOVE_WHITE, type ValueRange } from './valueRange'

/** Why a row can't be used. Columns count from 0. */
export type RowFault =
  | { readonly kind: 'fields'; readonly count: number }
  | { readonly kind: 'missing'; readonly column: number }
  | { readonly kind: 'text'; readonly column: number; readonly from: number; readonly to: number }
  | { readonly kind: 'range'; readonly column: number; readonly value: number }

export interface RowForm {
  /** For each column, the place of its value in an image, or -1. */
  readonly places: Int32Array
  readonly label: number | undefined
  readonly split: number | undefined
  /** The columns that say the label together, one a class. */
  readonly flags?: readonly number[]
  readonly range: ValueRange
  /** Character codes. */
  readonly delimiter: number
  readonly decimal: number
  readonly newline: number
}

const BLANK = 32
const RETURN = 13
const QUOTE = 34
const PLUS = 43
const MINUS = 45
const LETTER_E = 101
/** Columns that are no pixels. The fields of two of them are remembered. The third stands for columns beyond the last. */
const LABEL = -2
const SPLIT = -3
const BEYOND = -4
/** The first of the columns that are one of a class; those of the next classes have the numbers below. */
const FLAG = -5
/** No flag that programs write is longer. */
const MAX_FLAG = 32
/** Digits beyond this make no difference to a byte. */
const ENOUGH = 1e15

/** Its fields describe the last row, until the next is read. */
export class PixelRowParser {
  isBlank = false
  fault: RowFault | undefined
  /** Where the label's field is, with the blanks and marks around it. The two are equal when it is empty. */
  labelFrom = 0
  labelTo = 0
  splitFrom = 0
  splitTo = 0
  /** The largest and the least value. */
  largest = 0
  least = 0
  /** The only flag that is set. Undefined when none or several are, or one is no flag. */
  flag: number | undefined

  private readonly columns: number
  private readonly roles: Int32Array
  private readonly black: number
  private readonly white: number
  private readonly decimal: number
  private readonly delimiter: number
  private readonly newline: number
  private value = 0

  constructor(form: RowForm) {
    this.columns = form.places.length
    this.roles = new Int32Array(this.columns + 1)
    this.roles.set(form.places)
    this.roles[this.columns] = BEYOND
    if (form.label !== undefined) this.roles[form.label] = LABEL
    if (form.split !== undefined) this.roles[form.split] = SPLIT
    for (const [i, column] of (form.flags ?? []).entries()) this.roles[column] = FLAG - i
    this.black = form.range.black
    this.white = form.range.white
    this.decimal = form.decimal
    this.delimiter = form.delimiter
    this.newline = form.newline
  }

  /**
   * Reads the row that begins at `at` and ends in a newline. Writes its image to `pixels` from `base`, where there must be room. A row
   * with a fault is written in part. Returns where the next row begins.
   */
  parse(bytes: Uint8Array, at: number, pixels: Uint8Array, base: number): number {
    const { columns, roles, delimiter, newline, black, white } = this
    const scale = 255 / (white - black)
    let largest = -Infinity
    let least = Infinity
    let ones = 0
    this.flag = undefined
    let column = 0
    this.isBlank = false
    this.fault = undefined
    for (;;) {
      while (bytes[at] === BLANK) at++
      const role = roles[column < columns ? column : columns]!
      const from = at
      if (role >= 0) {
        let value = 0
        let digit = bytes[at]! - 48
        while (digit >= 0 && digit <= 9) {
          value = value * 10 + digit
          digit = bytes[++at]! - 48
        }
        const after = digit + 48
        if (at > from && value <= white && value >= black && (after === delimiter || after === newline)) {
          pixels[base + role] = (value - black) * scale + 0.5
          if (value > largest) largest = value
          if (value < least) least = value
        } else {
          if (column === 0 && this.isLineEnd(bytes, at)) {
            this.isBlank = true
            return this.skipField(bytes, at) + 1
          }
          at = this.readField(bytes, from, column)
          value = this.value
          if (value <= white) {
            pixels[base + role] = (value - black) * scale + 0.5
            if (value > largest) largest = value
            if (value < least) least = value
          }
        }
      } else {
        at = this.skipField(bytes, at)
        if (column === 0 && this.isLineEnd(bytes, from)) {
          this.isBlank = true
          return at + 1
        }
        if (role === LABEL) {
          this.labelFrom = from
          this.labelTo = at
        } else if (role === SPLIT) {
          this.splitFrom = from
          this.splitTo = at
        } else if (role <= FLAG) {
          const flag = readFlag(String.fromCharCode(...bytes.subarray(from, Math.min(at, from + MAX_FLAG))))
          if (flag !== 0) {
            ones += flag ?? 2
            this.flag = FLAG - role
          }
        }
        // A delimiter may end the last field, and blanks may stand at the end of a line.
        if (role === BEYOND && column === columns && this.isLineEnd(bytes, from)) column -= 1
      }
      column += 1
      if (bytes[at++] === newline) break
    }
    if (column !== columns) this.fault = { kind: 'fields', count: column }
    if (ones !== 1) this.flag = undefined
    this.largest = largest
    this.least = least
    return at
  }

  /**
   * A pixel in any form that programs write: quoted, with a sign, decimals or an exponent. Leaves it in `value`, or NaN there and a fault.
   * Returns where its field ends.
   */
  private readField(bytes: Uint8Array, from: number, column: number): number {
    let at = from
    const isQuoted = bytes[at] === QUOTE
    if (isQuoted) at = skipBlanks(bytes, at + 1)
    const numberFrom = at
    const isNegative = bytes[at] === MINUS
    if (isNegative || bytes[at] === PLUS) at++
    let value = 0
    let exponent = 0
    let digits = 0
    for (let digit = bytes[at]! - 48; digit >= 0 && digit <= 9; digit = bytes[++at]! - 48, digits++) {
      if (value < ENOUGH) value = value * 10 + digit
      else exponent++
    }
    if (bytes[at] === this.decimal) {
      at++
      for (let digit = bytes[at]! - 48; digit >= 0 && digit <= 9; digit = bytes[++at]! - 48, digits++) {
        if (value >= ENOUGH) continue
        value = value * 10 + digit
        exponent--
      }
    }
    if (digits > 0 && (bytes[at]! | 32) === LETTER_E) {
      const sign = bytes[++at]
      if (sign === MINUS || sign === PLUS) at++
      let power = 0
      const powerFrom = at
      for (let digit = bytes[at]! - 48; digit >= 0 && digit <= 9; digit = bytes[++at]! - 48) {
        if (power < 1000) power = power * 10 + digit
      }
      if (at === powerFrom) digits = 0
      exponent += sign === MINUS ? -power : power
    }
    const numberTo = at
    at = this.delimiter === BLANK ? at : skipBlanks(bytes, at)
    if (isQuoted) {
      if (bytes[at] === QUOTE) at++
      else digits = 0
      if (this.delimiter !== BLANK) at = skipBlanks(bytes, at)
    }
    if (bytes[at] === RETURN && bytes[at + 1] === this.newline) at++
    const isEnd = bytes[at] === this.delimiter || bytes[at] === this.newline
    if (!isEnd || digits === 0) {
      const to = this.skipField(bytes, from)
      const isEmpty = isEnd && numberFrom === numberTo
      this.fault ??= isEmpty ? { kind: 'missing', column } : { kind: 'text', column, from, to }
      this.value = NaN
      return to
    }
    // Dividing by a power of ten is exact where multiplying by its inverse is not.
    const size = value === 0 ? 0 : exponent < 0 ? value / 10 ** -exponent : value * 10 ** exponent
    const { black, white } = this
    const signed = isNegative ? -size : size
    const tolerance = (white - black) * (ABOVE_WHITE - 1)
    if (signed < (black === 0 ? 0 : black - tolerance) || signed > white + tolerance) {
      this.fault ??= { kind: 'range', column, value: signed }
      this.value = NaN
    } else {
      this.value = Math.max(black, Math.min(signed, white))
    }
    return at
  }

  /** The end of the field that begins at `at`: its delimiter, or the newline. A quotation mark never reaches beyond its line. */
  private skipField(bytes: Uint8Array, at: number): number {
    const { delimiter, newline } = this
    if (bytes[at] === QUOTE) {
      // Two marks stand for one.
      for (at++; bytes[at] !== newline && (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE); at++) {
        if (bytes[at] === QUOTE) at++
      }
    }
    while (bytes[at] !== delimiter && bytes[at] !== newline) at++
    return at
  }

  private isLineEnd(bytes: Uint8Array, at: number): boolean {
    return bytes[at] === this.newline || (bytes[at] === RETURN && bytes[at + 1] === this.newline)
  }
}

function skipBlanks(bytes: Uint8Array, at: number): number {
  while (bytes[at] === BLANK) at++
  return at
}
