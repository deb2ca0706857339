/** What one value of a layer's output is made of: the exact multiply-and-add, the maximum, or whatever it is. */

/** One number that goes in. */
export interface Term {
  /** Which of the layer's inputs, from 0. */
  readonly input: number
  /** Where in that input: as many numbers as it has axes. */
  readonly at: readonly number[]
  /** Undefined in the padding, which counts as 0 in a sum, and not at all in a maximum or a mean. */
  readonly value: number | undefined
  /** What it is multiplied by. Absent where nothing is. */
  readonly weight?: number
  /** Where in the layer's kernel that stands, in Keras's order of axes. */
  readonly weightAt?: readonly number[]
}

export type ValueTerms = {
  /** The value, as the layer made it. */
  readonly result: number
  /** The layers that the inputs come from, by their indices; -1 is the image. */
  readonly inputs: readonly number[]
} & (
  | {
      /** Products are added up, then the bias, then the activation is applied. */
      readonly kind: 'sum'
      readonly terms: readonly Term[]
      readonly bias?: number
      /** Products and bias. */
      readonly sum: number
      /** Keras's name; absent where it is linear. */
      readonly activation?: string
    }
  | { readonly kind: 'maximum' | 'mean'; readonly terms: readonly Term[] }
  /** A layer with several inputs, value by value. */
  | { readonly kind: 'add' | 'subtract' | 'multiply' | 'average' | 'larger'; readonly terms: readonly Term[] }
  /** (x - mean) / sqrt(variance + epsilon) x gamma + beta. */
  | {
      readonly kind: 'normalised'
      readonly terms: readonly Term[]
      readonly mean: number
      readonly variance: number
      readonly epsilon: number
      readonly gamma: number
      readonly beta: number
    }
  /** A function of one value, or of a whole row: its name in Keras. */
  | { readonly kind: 'function'; readonly name: string; readonly terms: readonly Term[] }
  /** The value of another place, as it is. */
  | { readonly kind: 'moved'; readonly terms: readonly Term[] }
  /** Nothing came of it but 0: padding that the layer adds. */
  | { readonly kind: 'padding'; readonly terms: readonly [] }
  /** A layer whose arithmetic is not written out. */
  | { readonly kind: 'unwritten'; readonly terms: readonly Term[] }
)
