/**
 * What a layer type is. A definition holds all that Strata knows of a layer type: its Keras name, its arguments and the form that
 * edits them, the shapes and weights that follow from them, its cost, what can be wrong with it, and its Keras config.
 *
 * A new layer type is a file with one `defineLayer` or `defineMerge` call and one line in `registry.ts`.
 */
import type { Initializer } from './initializers'
import type { Pair } from './pair'

/** Sizes along each axis, without the batch axis: `[28, 28, 64]`. */
export type Shape = readonly number[]

/** What one argument of a layer can be. A form that holds no number gives `NaN`. */
export type ArgumentValue = number | string | boolean | readonly number[] | null

/** The group under which Keras's documentation lists a layer type; the page gives each a colour. */
export type LayerFamily =
  'core' | 'convolution' | 'pooling' | 'normalization' | 'activation' | 'merging' | 'reshaping' | 'regularization'

/** A layer's arguments under their Keras names in camelCase. */
export type LayerArgs = Readonly<Record<string, ArgumentValue>>

/** A layer's Keras config: its arguments under their Keras names in snake_case, as JSON. */
export type KerasConfig = Readonly<Record<string, unknown>>

/** The height, width and channels of the images that a model is for. */
export interface ImageShape {
  readonly height: number
  readonly width: number
  readonly channels: number
}

export interface WeightSpec {
  /** Keras's name for the weight. */
  readonly name: string
  readonly shape: Shape
  readonly initializer: Initializer
  /** Weights that don't train, such as moving statistics, are saved and exported all the same. */
  readonly trainable: boolean
  /** Absent when nothing is added to the loss for the weight. */
  readonly regularizer?: Regularizer
}

/** What a weight adds to the loss: l1 times the sum of its absolute values, and l2 times the sum of its squares. */
export interface Regularizer {
  readonly l1: number
  readonly l2: number
}

/** Where a layer takes an input from: the layer above it in the list, the images, or the layer with that id. */
export type From = typeof ABOVE | typeof INPUT | (string & {})

export const ABOVE = 'above'
export const INPUT = 'input'

/** An edit that solves a problem of a layer at one press; `applyFix` of `stack.ts` makes it. */
export type LayerFix = { readonly label: string } & (
  | { readonly kind: 'insertBefore' | 'insertAfter'; readonly className: string; readonly args?: LayerArgs }
  /** Of the layer that has the problem, or of another one. */
  | { readonly kind: 'update'; readonly args: LayerArgs; readonly layer?: string }
  | { readonly kind: 'connect'; readonly from: readonly From[] }
  /** Puts a layer between one of the inputs, by its number from 0, and the layer that has the problem. */
  | { readonly kind: 'through'; readonly input: number; readonly className: string; readonly args: LayerArgs }
  /** Moves that layer, so that it ends up at that place of the list. */
  | { readonly kind: 'move'; readonly layer: string; readonly to: number }
  /** Without a name, the layer gets Keras's. */
  | { readonly kind: 'rename'; readonly name?: string }
  | { readonly kind: 'remove' }
)

/** Something that the person should know about a layer: an error keeps the model from training, a hint does not. */
export interface LayerProblem {
  readonly severity: 'error' | 'hint'
  /** One plain sentence. */
  readonly message: string
  /** The argument at which the problem is shown; `name` and `from` stand for the layer's own. */
  readonly field?: string
  readonly fix?: LayerFix
  /** Another way to solve it, where two are as likely to be meant. */
  readonly otherFix?: LayerFix
}

interface FieldBase<Name extends string> {
  /** The argument's key. */
  readonly name: Name
  readonly label: string
  /** One sentence that explains the argument to a student. */
  readonly help: string
  /** Few people change it, so its form is folded away until it is asked for. */
  readonly advanced?: true
}

export interface NumberField<Name extends string = string> extends FieldBase<Name> {
  readonly kind: 'integer' | 'number'
  readonly min: number
  readonly max: number
  /** `min` itself is not allowed. */
  readonly minExcluded?: true
  /** `max` itself is not allowed. */
  readonly maxExcluded?: true
  /** By how much an arrow key moves the value. */
  readonly step: number
  /** What an empty field (`null`) means; a field without it can't be empty. */
  readonly emptyMeans?: string
}

/** Two whole numbers, along height and width. */
export interface PairField<Name extends string = string> extends FieldBase<Name> {
  readonly kind: 'pair'
  readonly min: number
  readonly max: number
  /** What an empty field (`null`) means; a field without it can't be empty. */
  readonly emptyMeans?: string
}

export interface ChoiceField<Name extends string = string> extends FieldBase<Name> {
  readonly kind: 'choice'
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

interface ShapeField<Name extends string = string> extends FieldBase<Name> {
  readonly kind: 'shape'
}

/** Yes or no. */
export interface BooleanField<Name extends string = string> extends FieldBase<Name> {
  readonly kind: 'boolean'
}

/** An argument as its form shows and checks it. */
export type Field<Name extends string = string> =
  NumberField<Name> | PairField<Name> | ChoiceField<Name> | ShapeField<Name> | BooleanField<Name>

/** How a window slides over an image. Pairs are along height and width. */
export interface Sliding {
  readonly kernel: Pair
  readonly strides: Pair
  readonly dilation: Pair
  readonly padding: 'valid' | 'same'
}

/** A window that slides over an image: what Learn draws, and what the receptive field grows by. */
export interface SlidingWindow extends Sliding {
  /** What becomes of the pixels under it; a transposed convolution's window slides over the output. */
  readonly kind: 'convolution' | 'maximum' | 'mean' | 'transposed'
  /** Of a transposed convolution that does not leave its output's size to the padding. */
  readonly outputPadding?: Pair | null
}

/** What definitions of layers with one input and with several have in common. */
interface DefinitionBase<ClassName extends string, Args extends LayerArgs, FieldName extends string> {
  /** Keras's class name. */
  readonly className: ClassName
  readonly family: LayerFamily
  /** Other words by which people look for it, in lower case. */
  readonly keywords: readonly string[]
  /** One sentence for a student. */
  readonly summary: string
  readonly defaults: Args
  /** One field for every argument, in the order of the form. */
  readonly fields: readonly Field<FieldName>[]
  /**
   * What the last axis of the output is: the one of the input, or as long as that argument says. By it the layer that decides the number of
   * classes is found. Absent where neither holds.
   */
  readonly lastAxis?: 'kept' | FieldName
  /** The config that Keras writes for the arguments, without the entries that every layer has (`name`, `trainable`, `dtype`). */
  toConfig(args: Args): KerasConfig
  /**
   * Throws `LayerConfigError` when the config asks for something that the definition does not have.
   *
   * @param axes how many axes the first input has, without the batch axis, where that is known: a config may count its axes from the first.
   */
  fromConfig(config: KerasConfig, axes?: number): Args
}

/** What follows from the arguments and whatever comes in: one shape, or several. */
interface Behaviour<Args extends LayerArgs, Input> {
  /** What is wrong with arguments that each pass their field's check, on this input. With an error, no other method is called. */
  problems(args: Args, input: Input, image: ImageShape): readonly LayerProblem[]
  outputShape(args: Args, input: Input): Shape
  /** In Keras's order: trainable weights first. */
  weights(args: Args, input: Input): readonly WeightSpec[]
  /** Forward, one image. A multiply and an add count 2; biases, activations and comparisons are not counted. */
  flops(args: Args, input: Input): number
  /** For layers that slide a window over images. */
  window?(args: Args, input: Input): SlidingWindow
}

/** How many inputs a layer takes. */
export interface Arity {
  readonly least: number
  readonly most: number
}

export interface LayerDefinition<
  ClassName extends string = string,
  Args extends LayerArgs = LayerArgs,
  FieldName extends string = string,
>
  extends DefinitionBase<ClassName, Args, FieldName>, Behaviour<Args, readonly Shape[]> {
  readonly arity: Arity
}

type OneInput<ClassName extends string, Args extends LayerArgs> = DefinitionBase<ClassName, Args, keyof Args & string> &
  Behaviour<Args, Shape>

type Defined<ClassName extends string, Args extends LayerArgs> = LayerDefinition<ClassName, Args, keyof Args & string>

/** Defines a layer type with one input. It infers class name and arguments, and holds the fields to the names of the arguments. */
export function defineLayer<const ClassName extends string, Args extends LayerArgs>(
  definition: OneInput<ClassName, Args>,
): Defined<ClassName, Args> {
  const { window, ...rest } = definition
  return {
    ...rest,
    arity: { least: 1, most: 1 },
    problems: (args, [input = []], image) => definition.problems(args, input, image),
    outputShape: (args, [input = []]) => definition.outputShape(args, input),
    weights: (args, [input = []]) => definition.weights(args, input),
    flops: (args, [input = []]) => definition.flops(args, input),
    ...(window && { window: (args: Args, [input = []]: readonly Shape[]) => window.call(definition, args, input) }),
  }
}

/** Defines a layer type with several inputs. It is never asked about fewer than `arity` says, nor about more. */
export function defineMerge<const ClassName extends string, Args extends LayerArgs>(
  definition: Defined<ClassName, Args>,
): Defined<ClassName, Args> {
  return definition
}

/** The number of values in a tensor of this shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** `28 × 28 × 64`. */
export function formatShape(shape: Shape): string {
  return shape.map((length) => String(length)).join(' × ')
}

/** What a person calls images of this shape, width first: `300 × 200 pixels, colour`. */
export function describeImages({ height, width, channels }: ImageShape): string {
  return `${width} × ${height} pixels, ${channels === 1 ? 'grey' : 'colour'}`
}

/** Whether two shapes have the same lengths along the same axes. */
export function isSameShape(one: Shape, other: Shape): boolean {
  return one.length === other.length && one.every((length, axis) => length === other[axis])
}
