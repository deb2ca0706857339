/**
 * The arguments by which a layer type says how a weight starts and what it adds to the loss. Keras nests them in the config; here they are
 * flat, as all arguments are, so that each has a field.
 */
import type { BooleanField, ChoiceField, KerasConfig, NumberField, Regularizer, WeightSpec } from './define'
import { findInitializer, INITIALIZERS, writeInitializer, type Initializer } from './initializers'
import { readBoolean } from './kerasConfig'

/** For a weight `kernel`: `kernelInitializer`, `kernelL1` and `kernelL2`. */
export type WeightArgs<Weight extends string> = Readonly<
  Record<`${Weight}Initializer`, Initializer> & Record<`${Weight}L1` | `${Weight}L2`, number>
>

export interface WeightArguments<Weight extends string> {
  readonly defaults: WeightArgs<Weight>
  readonly fields: readonly (ChoiceField<`${Weight}Initializer`> | NumberField<`${Weight}L1` | `${Weight}L2`>)[]
  /** What the weight's spec says beside its name and shape. */
  spec(args: WeightArgs<Weight>): Pick<WeightSpec, 'initializer' | 'trainable' | 'regularizer'>
  toConfig(args: WeightArgs<Weight>): KerasConfig
  fromConfig(config: KerasConfig): WeightArgs<Weight>
}

/**
 * @param weight Keras's name in its arguments, such as `kernel` in `kernel_initializer`.
 * @param noun what the fields call the weight, such as `Kernel`.
 * @param initial Keras's default.
 */
export function weightArguments<const Weight extends string>(
  weight: Weight,
  noun: string,
  initial: Initializer,
): WeightArguments<Weight> {
  const [initializer, l1, l2] = [`${weight}Initializer`, `${weight}L1`, `${weight}L2`] as const
  const entries = { initializer: `${weight}_initializer`, regularizer: `${weight}_regularizer` }
  const make = (start: Initializer, penalty: Regularizer): WeightArgs<Weight> =>
    ({ [initializer]: start, [l1]: penalty.l1, [l2]: penalty.l2 }) as WeightArgs<Weight>
  // The compiler doesn't look into keys that are put together from a type parameter.
  const initializerOf = (args: Readonly<Record<string, unknown>>) => args[initializer] as Initializer
  const penaltyOf = (args: Readonly<Record<string, unknown>>) => ({ l1: args[l1] as number, l2: args[l2] as number })
  const penalty = <Name extends string>(name: Name, label: string, of: string): NumberField<Name> => ({
    kind: 'number',
    name,
    label: `${noun} ${label}`,
    help: `Adds this many times the sum of the ${of} of the ${noun.toLowerCase()} to the loss, which keeps its values small. The chart’s loss leaves it out.`,
    min: 0,
    max: 100,
    step: 0.0001,
    advanced: true,
  })
  return {
    defaults: make(initial, { l1: 0, l2: 0 }),
    fields: [
      {
        kind: 'choice',
        name: initializer,
        label: `${noun} initializer`,
        help: `How the values of the ${noun.toLowerCase()} are drawn before training.`,
        options: INITIALIZERS,
        advanced: true,
      },
      penalty(l1, 'L1', 'absolute values'),
      penalty(l2, 'L2', 'squares'),
    ],
    spec(args) {
      const regularizer: Regularizer = penaltyOf(args)
      return {
        initializer: initializerOf(args),
        trainable: true,
        ...(regularizer.l1 !== 0 || regularizer.l2 !== 0 ? { regularizer } : {}),
      }
    },
    toConfig(args) {
      const { l1: one, l2: two } = penaltyOf(args)
      return {
        [entries.initializer]: writeInitializer(initializerOf(args)),
        [entries.regularizer]: one === 0 && two === 0 ? null : { class_name: 'L1L2', config: { l1: one, l2: two } },
      }
    },
    fromConfig: (config) =>
      make(
        findInitializer(config[entries.initializer]) ?? initial,
        findRegularizer(config[entries.regularizer]) ?? NO_PENALTY,
      ),
  }
}

/**
 * The regulariser that a config's entry names: Keras 2 and 3 write `L1`, `L2` and `L1L2`, and read names such as `l2`, which stand for 0.01.
 * Undefined for one of another kind, or with a strength that is none.
 */
export function findRegularizer(entry: unknown): Regularizer | undefined {
  const isName = typeof entry === 'string'
  const { class_name: name, config = {} } = (isName ? { class_name: entry } : (entry ?? {})) as {
    readonly class_name?: unknown
    readonly config?: KerasConfig | null
  }
  const kind = String(name).replaceAll('_', '').toLowerCase()
  if (kind !== 'l1' && kind !== 'l2' && kind !== 'l1l2') return undefined
  const strength = (key: 'l1' | 'l2'): number => {
    if (kind !== key && kind !== 'l1l2') return 0
    // Keras before 2.4 writes numbers as they are, some versions as lists of one.
    const [given]: unknown[] = [config?.[key] ?? config?.['l'] ?? (isName ? 0.01 : 0)].flat()
    return typeof given === 'number' ? given : NaN
  }
  const [l1, l2] = [strength('l1'), strength('l2')]
  return l1 >= 0 && l2 >= 0 ? { l1, l2 } : undefined
}

const NO_PENALTY: Regularizer = { l1: 0, l2: 0 }

/** The config's entries that Strata does not have, as Keras writes them when they are not used. */
export const UNUSED_WEIGHT_ENTRIES: KerasConfig = {
  activity_regularizer: null,
  kernel_constraint: null,
  bias_constraint: null,
}

/** A bias, and whether there is one. */
export interface BiasArguments {
  readonly defaults: BiasArgs
  readonly fields: readonly [BooleanField<'useBias'>, ...WeightArguments<'bias'>['fields']]
  /** The bias of so many outputs, as the last of a layer's weights; nothing when there is none. */
  weights(args: BiasArgs, outputs: number): readonly WeightSpec[]
  toConfig(args: BiasArgs): KerasConfig
  fromConfig(config: KerasConfig): BiasArgs
}

export type BiasArgs = WeightArgs<'bias'> & { readonly useBias: boolean }

const bias = weightArguments('bias', 'Bias', 'zeros')

export const BIAS: BiasArguments = {
  defaults: { useBias: true, ...bias.defaults },
  fields: [
    {
      kind: 'boolean',
      name: 'useBias',
      label: 'Use bias',
      help: 'Adds a learned number to every output. Before BatchNormalization it has no effect, and may be left out.',
      advanced: true,
    },
    ...bias.fields,
  ],
  weights: (args, outputs) => (args.useBias ? [{ name: 'bias', shape: [outputs], ...bias.spec(args) }] : []),
  toConfig: (args) => ({ use_bias: args.useBias, ...bias.toConfig(args) }),
  fromConfig: (config) => ({ useBias: readBoolean(config, 'use_bias', true), ...bias.fromConfig(config) }),
}
