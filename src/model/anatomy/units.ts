/**
 * Units that say nothing: those that give 0 for whatever they see, which a ReLU does for good once nothing moves it any more, and those that
 * stay at an end of what a sigmoid or a tanh can give, where its slope is next to 0.
 */
import type { NewLayer } from '../layers/registry'

/** How a unit is silent, by its activation. */
export type Silence = 'dead' | 'saturated'

export interface SilenceRule {
  readonly how: Silence
  isSilent(value: number): boolean
}

/** This share of the way to an end of its range counts as being there. */
export const SATURATED = 0.99

const DEAD: SilenceRule = { how: 'dead', isSilent: (value) => value === 0 }
/** From -1 to 1. */
const BOTH_WAYS: SilenceRule = { how: 'saturated', isSilent: (value) => Math.abs(value) > SATURATED }
/** From 0 to 1. */
const UPWARDS: SilenceRule = { how: 'saturated', isSilent: (value) => Math.abs(2 * value - 1) > SATURATED }

const RULES: ReadonlyMap<string, SilenceRule> = new Map([
  ['relu', DEAD],
  ['relu6', DEAD],
  ['tanh', BOTH_WAYS],
  ['softsign', BOTH_WAYS],
  ['sigmoid', UPWARDS],
  ['hard_sigmoid', UPWARDS],
])

/** What a layer makes of its values at its end, by Keras's name; undefined where it is linear, or does something else. */
export function activationOf({ className, args }: NewLayer): string | undefined {
  switch (className) {
    case 'ReLU':
      return 'relu'
    case 'LeakyReLU':
      return 'leaky_relu'
    case 'PReLU':
      return 'prelu'
    case 'ELU':
      return 'elu'
    case 'Softmax':
      return 'softmax'
    default: {
      const activation = 'activation' in args ? args.activation : 'linear'
      return activation === 'linear' ? undefined : activation
    }
  }
}

/** What silence is for such a layer; undefined where a unit is never silent. */
export function silenceOf(layer: NewLayer): SilenceRule | undefined {
  // What lies below the threshold still has a slope.
  if (layer.className === 'ReLU' && layer.args.negativeSlope !== 0) return undefined
  return RULES.get(activationOf(layer) ?? '')
}

export interface SilentUnits {
  readonly how: Silence
  /** How many units the layer has: those of its last axis. */
  readonly units: number
  /** Those that were silent for all images, at all places: indices, rising. */
  readonly silent: readonly number[]
}

export interface UnitWatch {
  /** @param values of some images, one after another, units on the last axis. */
  add(values: ArrayLike<number>): void
  read(): SilentUnits
}

export function createUnitWatch({ how, isSilent }: SilenceRule, units: number): UnitWatch {
  const speaks = new Uint8Array(units)
  return {
    add(values) {
      for (let at = 0, unit = 0; at < values.length; at++) {
        if (speaks[unit] === 0 && !isSilent(values[at]!)) speaks[unit] = 1
        if (++unit === units) unit = 0
      }
    },
    read: () => ({
      how,
      units,
      silent: Array.from(speaks.entries()).flatMap(([unit, spoke]) => (spoke === 0 ? [unit] : [])),
    }),
  }
}
