/**
 * Gradient clipping: how large a gradient may be before a step follows it. Names, meanings and order are those of Keras 3's optimizers
 * (keras/src/optimizers/base_optimizer.py, `_clip_gradients`): the gradient is that of the loss with its penalties, and it is clipped before
 * the optimizer sees it.
 */
import type { NumberField } from '../layers/define'
import { defineSection } from './section'

/** `null` for none. Keras allows one of them at a time. */
export type Clipping = {
  /** Each value of a gradient stays between minus this and this. */
  readonly clipvalue: number | null
  /** The gradient of each weight is made no longer than this: all of its values by the same factor. */
  readonly clipnorm: number | null
  /** The gradients of all weights together are made no longer than this. */
  readonly globalClipnorm: number | null
}

export const NO_CLIPPING: Clipping = { clipvalue: null, clipnorm: null, globalClipnorm: null }

/** How a step clips. */
export interface Clip {
  readonly by: 'value' | 'norm' | 'globalNorm'
  /** Above 0. */
  readonly most: number
}

const BOUNDS = { kind: 'number', min: 0, minExcluded: true, max: 1_000_000, step: 0.1, emptyMeans: 'none' } as const

const FIELDS = [
  {
    ...BOUNDS,
    name: 'clipvalue',
    label: 'Clip value',
    help: 'Each value of a gradient is cut off at this, up and down (clipvalue).',
  },
  {
    ...BOUNDS,
    name: 'clipnorm',
    label: 'Clip norm',
    help: 'A gradient longer than this is shortened to it, each weight’s by itself; its direction stays (clipnorm).',
  },
  {
    ...BOUNDS,
    name: 'globalClipnorm',
    label: 'Global clip norm',
    help: 'The gradients of all weights, taken as one, are shortened to this length (global_clipnorm).',
  },
] as const satisfies readonly NumberField<keyof Clipping>[]

export const CLIPPING = defineSection<'clipping', Clipping>({
  name: 'clipping',
  label: 'Gradient clipping',
  defaults: NO_CLIPPING,
  fields: FIELDS,
  isUsed: (clipping) => setOf(clipping).length > 0,
  check(clipping) {
    const [, second] = setOf(clipping)
    if (!second) return []
    const message = 'Only one of Clip value, Clip norm and Global clip norm can be set: empty the others.'
    return [{ setting: second.name, message }]
  },
})

/** What a step does by these settings, of which one is set at most; undefined where it clips nothing. */
export function clipOf(clipping: Clipping): Clip | undefined {
  const { clipvalue, clipnorm, globalClipnorm } = clipping
  if (clipvalue !== null) return { by: 'value', most: clipvalue }
  if (clipnorm !== null) return { by: 'norm', most: clipnorm }
  return globalClipnorm === null ? undefined : { by: 'globalNorm', most: globalClipnorm }
}

/** The fields of those that are set. */
function setOf(clipping: Clipping): readonly (typeof FIELDS)[number][] {
  return FIELDS.filter(({ name }) => clipping[name] !== null)
}
