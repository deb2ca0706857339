/** What the convolutions have in common: their window's arguments with fields, problems and config, and the fields of filters and activation. */
import { ACTIVATIONS } from '../activations'
import { formatShape } from '../define'
import type { ChoiceField, Field, ImageShape, KerasConfig, LayerProblem, NumberField, Shape, Sliding } from '../define'
import { readChoice, readPair, requireValue } from '../kerasConfig'
import type { Pair } from '../pair'
import { findImageProblem, fitsInto, PADDING_HELP, PADDINGS, spanOf } from '../sliding'
import type { Padding } from '../sliding'

export type WindowArgs = {
  readonly kernelSize: Pair
  readonly strides: Pair
  readonly padding: Padding
  readonly dilationRate: Pair
}

/** Keras's, but for the kernel size, which it has none for. */
export const WINDOW_DEFAULTS: WindowArgs = {
  kernelSize: [3, 3],
  strides: [1, 1],
  padding: 'valid',
  dilationRate: [1, 1],
}

/** In the order of the defaults. */
export function windowFields(help: { readonly strides: string; readonly padding: string }) {
  return [
    {
      kind: 'pair',
      name: 'kernelSize',
      label: 'Kernel size',
      help: 'The height and width of each filter, in pixels.',
      min: 1,
      max: 64,
    },
    { kind: 'pair', name: 'strides', label: 'Strides', help: help.strides, min: 1, max: 64 },
    { kind: 'choice', name: 'padding', label: 'Padding', help: help.padding, options: PADDINGS },
    {
      kind: 'pair',
      name: 'dilationRate',
      label: 'Dilation rate',
      help: 'The distance between the pixels that a filter looks at; 1 leaves no gaps.',
      min: 1,
      max: 64,
    },
  ] as const satisfies readonly Field<keyof WindowArgs>[]
}

/** Of a filter that moves over the input. */
export const WINDOW_FIELDS = windowFields({
  strides: 'How many pixels the filter moves at a time; 2 halves the height and width.',
  padding: PADDING_HELP,
})

export function filtersField(help: string): NumberField<'filters'> {
  return { kind: 'integer', name: 'filters', label: 'Filters', help, min: 1, max: 4096, step: 1 }
}

export const ACTIVATION_FIELD: ChoiceField<'activation'> = {
  kind: 'choice',
  name: 'activation',
  label: 'Activation',
  help: 'The function applied to every output value; relu is the usual choice between layers.',
  options: ACTIVATIONS,
}

/** Keras has no kernels for both at once. */
export function findStepProblem({ strides, dilationRate }: WindowArgs): LayerProblem | undefined {
  if (Math.max(...strides) === 1 || Math.max(...dilationRate) === 1) return undefined
  return {
    severity: 'error',
    field: 'dilationRate',
    message: 'Strides and dilation rate can’t both be larger than 1: set one of them to 1.',
    fix: { kind: 'update', args: { dilationRate: [1, 1] }, label: 'Set dilation rate to 1' },
  }
}

/** What is wrong with a layer whose window slides over the input. */
export function findWindowProblems(
  className: string,
  args: WindowArgs,
  input: Shape,
  image: ImageShape,
): readonly LayerProblem[] {
  const problem = findImageProblem(className, input, image) ?? findStepProblem(args)
  if (problem) return [problem]
  const span = spanOf(args.kernelSize, args.dilationRate)
  if (fitsInto(input, span, args.padding)) return []
  return [
    {
      severity: 'error',
      field: 'kernelSize',
      message: `The kernel spans ${formatShape(span)} pixels, but the input has only ${formatShape(input.slice(0, 2))}: use padding “same” or a smaller kernel.`,
      fix: { kind: 'update', args: { padding: 'same' }, label: 'Use padding “same”' },
    },
  ]
}

export function slidingOf(args: WindowArgs): Sliding {
  return { kernel: args.kernelSize, strides: args.strides, dilation: args.dilationRate, padding: args.padding }
}

export function windowToConfig(args: WindowArgs): KerasConfig {
  return {
    kernel_size: args.kernelSize,
    strides: args.strides,
    padding: args.padding,
    data_format: 'channels_last',
    dilation_rate: args.dilationRate,
  }
}

export function windowFromConfig(config: KerasConfig): WindowArgs {
  requireValue(config, 'data_format', 'channels_last')
  return {
    kernelSize: readPair(config, 'kernel_size'),
    strides: readPair(config, 'strides', WINDOW_DEFAULTS.strides),
    padding: readChoice(config, 'padding', PADDINGS, WINDOW_DEFAULTS.padding),
    dilationRate: readPair(config, 'dilation_rate', WINDOW_DEFAULTS.dilationRate),
  }
}
