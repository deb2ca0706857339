/**
 * What a layer type is. A definition holds all that Strata knows of a layer type: its Keras name, its arguments and the form that
 * edits them, the shapes and weights that follow from them, its cost, what can be wrong with it, and its Keras config.
 *
 * A new layer type is a file with one `defineLayer` call and one line in `registry.ts`.
 */

/** Sizes along each axis, without the batch axis: `[28, 28, 64]`. */
export type Shape = readonly number[]

/** What one argument of a layer can be. A form that holds no number gives `NaN`. */
export type ArgumentValue = number | string | readonly number[] | null

/** The group under which Keras's documentation lists a layer type; the page gives each a colour. */
export type LayerFamily = 'core' | 'convolution' | 'pooling' | 'reshaping' | 'regularization'

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
  readonly name: 'kernel' | 'bias'
  readonly shape: Shape
  readonly initializer: 'glorot_uniform' | 'zeros'
  readonly trainable: boolean
}

/** An edit that solves a problem of a layer at one press; `applyFix` of `stack.ts` makes it. */
export type LayerFix = { readonly label: string } & (
  | { readonly kind: 'insertBefore' | 'insertAfter'; readonly className: string; readonly args?: LayerArgs }
  | { readonly kind: 'update'; readonly args: LayerArgs }
  | { readonly kind: 'remove' }
)

/** Something that the person should know about a layer: an error keeps the model from training, a hint does not. */
export interface LayerProblem {
  readonly severity: 'error' | 'hint'
  /** One plain sentence. */
  readonly message: string
  /** The argument at which the problem is shown. */
  readonly field?: string
  readonly fix?: LayerFix
}

interface FieldBase<Name extends string> {
  /** The argument's key. */
  readonly name: Name
  readonly label: string
  /** One sentence that explains the argument to a student. */
  readonly help: string
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
}

/** Two whole numbers, along height and width. */
export interface PairField<Name extends string = string> extends FieldBase<Name> {
  readonly kind: 'pair'
  readonly min: number
  readonly max: number
  /** What an empty field (`null`) means; a field without it can't be empty. */
  readonly emptyMeans?: string
}

interface ChoiceField<Name extends string = string> extends FieldBase<Name> {
  readonly kind: 'choice'
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

interface ShapeField<Name extends string = string> extends FieldBase<Name> {
  readonly kind: 'shape'
}

/** Yes or no: a field of the recipe's augmentation; no layer has one. */
export interface BooleanField<Name extends string = string> extends FieldBase<Name> {
  readonly kind: 'boolean'
}

/** An argument as its form shows and checks it. */
export type Field<Name extends string = string> =
  NumberField<Name> | PairField<Name> | ChoiceField<Name> | ShapeField<Name>

export interface LayerDefinition<
  ClassName extends string = string,
  Args extends LayerArgs = LayerArgs,
  FieldName extends string = string,
> {
  /** Keras's class name. */
  readonly className: ClassName
  readonly family: LayerFamily
  /** One sentence for a student. */
  readonly summary: string
  readonly defaults: Args
  /** One field for every argument, in the order of the form. */
  readonly fields: readonly Field<FieldName>[]
  /** What is wrong with arguments that each pass their field's check, on this input. With an error, no other method is called. */
  problems(args: Args, input: Shape, image: ImageShape): readonly LayerProblem[]
  outputShape(args: Args, input: Shape): Shape
  /** In Keras's order: trainable weights first. */
  weights(args: Args, input: Shape): readonly WeightSpec[]
  /** Forward, one image. A multiply and an add count 2; biases, activations and comparisons are not counted. */
  flops(args: Args, input: Shape): number
  /** The config that Keras writes for the arguments, without the entries that every layer has (`name`, `trainable`, `dtype`). */
  toConfig(args: Args): KerasConfig
  /** Throws `LayerConfigError` when the config asks for something that the definition does not have. */
  fromConfig(config: KerasConfig): Args
}

/** Infers a definition's class name and arguments, and holds its fields to the names of its arguments. */
export function defineLayer<const ClassName extends string, Args extends LayerArgs>(
  definition: LayerDefinition<ClassName, Args, keyof Args & string>,
): LayerDefinition<ClassName, Args, keyof Args & string> {
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
