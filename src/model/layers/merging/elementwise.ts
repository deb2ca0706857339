/** Add, Subtract, Multiply, Average and Maximum: several inputs, value by value. */
import { defineMerge, sizeOf } from '../define'
import type { LayerProblem, Shape } from '../define'
import { adviseOnSizes, describeInputs } from './describeInputs'
import { stretchedShape } from './stretchedShape'

type NoArgs = Readonly<Record<string, never>>

interface Elementwise<ClassName extends string> {
  readonly className: ClassName
  readonly keywords: readonly string[]
  readonly summary: string
  /** Inputs at most; as many as a person wants if it is left out. */
  readonly most?: number
  /** Additions and multiplications for each value of the output. */
  operations(inputs: number): number
}

function elementwise<const ClassName extends string>({
  className,
  keywords,
  summary,
  most,
  operations,
}: Elementwise<ClassName>) {
  const outputShape = (inputs: readonly Shape[]): Shape => stretchedShape(inputs) ?? []
  return defineMerge<ClassName, NoArgs>({
    className,
    family: 'merging',
    keywords,
    summary,
    arity: { least: 2, most: most ?? Infinity },
    defaults: {},
    fields: [],
    lastAxis: 'kept',
    problems(_args, inputs): readonly LayerProblem[] {
      if (stretchedShape(inputs)) return []
      return [
        {
          severity: 'error',
          field: 'from',
          message: `${className} gets ${describeInputs(inputs)}: ${adviseOnSizes(inputs)}.`,
        },
      ]
    },
    outputShape: (_args, inputs) => outputShape(inputs),
    weights: () => [],
    flops: (_args, inputs) => operations(inputs.length) * sizeOf(outputShape(inputs)),
    toConfig: () => ({}),
    fromConfig: () => ({}),
  })
}

export const add = elementwise({
  className: 'Add',
  keywords: ['skip connection', 'residual', 'shortcut', 'sum', 'plus', 'resnet', 'merge'],
  summary: 'Adds its inputs value by value; with the input of a block it makes a residual connection.',
  operations: (inputs) => inputs - 1,
})

export const subtract = elementwise({
  className: 'Subtract',
  keywords: ['difference', 'minus', 'merge'],
  summary: 'Takes its second input from the first, value by value.',
  most: 2,
  operations: () => 1,
})

export const multiply = elementwise({
  className: 'Multiply',
  keywords: ['gate', 'attention', 'squeeze and excite', 'times', 'product', 'merge'],
  summary: 'Multiplies its inputs value by value; one of them can gate the other’s channels or pixels.',
  operations: (inputs) => inputs - 1,
})

export const average = elementwise({
  className: 'Average',
  keywords: ['mean', 'merge'],
  summary: 'Takes the mean of its inputs, value by value.',
  operations: (inputs) => inputs,
})

export const maximum = elementwise({
  className: 'Maximum',
  keywords: ['max', 'maxout', 'merge'],
  summary: 'Keeps the largest of its inputs, value by value.',
  operations: () => 0,
})
