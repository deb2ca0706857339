/** Anatomies as the page shows them: moments in order, and in each what a person may look at. */
import type { Anatomy } from '../../model/anatomy/anatomy'
import type { Spread } from '../../model/anatomy/spread'
import type { EpochAnatomies } from '../../runs/anatomies'
import { formatCount } from '../../ui/format'

export interface Moment {
  /** Beside a chart: `3`, or `now`. */
  readonly name: string
  /** In a sentence: `after epoch 3`. */
  readonly says: string
  /** Absent of a model that was looked at on its own. */
  readonly epoch?: number
  readonly anatomy: Anatomy
}

/** @param now a look at the model as it is: it comes last. */
export function momentsOf(anatomies: EpochAnatomies | undefined, now: Anatomy | undefined): readonly Moment[] {
  const epochs = (anatomies?.all ?? []).map((anatomy): Moment => {
    const { epoch } = anatomy
    const says = epoch === 0 ? 'before the first step' : `after epoch ${formatCount(epoch)}`
    return { name: String(epoch), says, epoch, anatomy }
  })
  return now ? [...epochs, { name: 'now', says: 'of the model at hand', anatomy: now }] : epochs
}

export const KINDS = [
  { value: 'weights', label: 'Weights' },
  { value: 'gradients', label: 'Gradients' },
  { value: 'activations', label: 'Activations' },
] as const

export type Kind = (typeof KINDS)[number]['value']

/** What there is to look at of a kind, by name: weights by their keys, activations by their layers. */
export function spreadsOf({ weights, layers }: Anatomy, kind: Kind): ReadonlyMap<string, Spread> {
  switch (kind) {
    case 'weights':
      return new Map(weights.map(({ key, values }) => [key, values]))
    case 'gradients':
      return new Map(weights.flatMap(({ key, gradients }) => (gradients ? [[key, gradients] as const] : [])))
    case 'activations':
      return new Map(layers.map(({ name, activation, outputs }) => [`${name} (${activation})`, outputs]))
  }
}

/** In a few digits, whatever its size. */
export function formatValue(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  if (value === 0) return '0'
  const size = Math.abs(value)
  return size < 1e-3 || size >= 1e5 ? value.toExponential(1) : String(Number(value.toPrecision(3)))
}

/** At most so many of them, evenly chosen: the first, the last and the chosen one among them. */
export function thinned<Value>(all: readonly Value[], chosen: number, most: number): readonly Value[] {
  if (all.length <= most) return all
  const places = new Set([
    chosen,
    ...Array.from({ length: most - 1 }, (_, at) => Math.round((at * (all.length - 1)) / (most - 2))),
  ])
  return all.filter((_, at) => places.has(at))
}
