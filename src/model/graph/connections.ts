/** What is wrong with what a layer reads, or with nobody reading it. */
import { ABOVE, isSameShape, type LayerFix, type LayerProblem, type Shape } from '../layers/define'
import { definitionOf, type Layer } from '../layers/registry'
import { inputIdsAt } from './inputs'
import { layerNames } from './names'

/**
 * @param index of the layer that reads.
 * @param known the outputs of all layers before it, and of the images, by id.
 */
export function findReferenceProblem(
  layers: readonly Layer[],
  index: number,
  known: ReadonlyMap<string, { readonly output?: Shape }>,
): LayerProblem | undefined {
  const layer = layers[index]
  if (!layer) return undefined
  const { className, from = [ABOVE] } = layer
  const broken = inputIdsAt(layers, index).findIndex((id) => !known.has(id))
  if (broken >= 0) return { ...describeBroken(layers, index, from[broken]!), severity: 'error', field: 'from' }

  const { least, most } = definitionOf(className).arity
  if (from.length > most) {
    const message = `${className} takes ${most === 1 ? 'one input' : `${most} inputs`}, and this one has ${from.length}: leave some out.`
    const label = most === 1 ? 'Read the first one alone' : `Read the first ${most} alone`
    return { severity: 'error', field: 'from', message, fix: { kind: 'connect', from: from.slice(0, most), label } }
  }
  if (from.length >= least) return undefined
  const fix = findPartner(layers, index, known)
  const message = `${className} joins ${least === most ? 'two' : 'two or more'} inputs, and this one has ${from.length}: choose another under From.`
  return { severity: 'error', field: 'from', message, ...(fix && { fix }) }
}

function describeBroken(
  layers: readonly Layer[],
  index: number,
  broken: string,
): Pick<LayerProblem, 'message' | 'fix'> {
  const { className, from = [ABOVE] } = layers[index]!
  const at = layers.findIndex(({ id }) => id === broken)
  const rest = from.map((each) => (each === broken ? ABOVE : each))
  const fix: LayerFix = { kind: 'connect', from: [...new Set(rest)], label: 'Read the layer above instead' }
  if (at < 0) return { message: `${className} reads a layer that is no longer there: choose another under From.`, fix }
  if (at === index) return { message: `${className} reads itself: choose a layer before it under From.`, fix }
  return {
    message: `${className} reads “${layerNames({ layers })[at]}”, which comes after it: move that before it, or choose another under From.`,
    fix,
  }
}

/** A second input for a layer that has one: the nearest layer before the one above whose output has the same shape. */
function findPartner(
  layers: readonly Layer[],
  index: number,
  known: ReadonlyMap<string, { readonly output?: Shape }>,
): LayerFix | undefined {
  const { from = [ABOVE] } = layers[index]!
  const ids = inputIdsAt(layers, index)
  const shape = known.get(ids[0] ?? '')?.output
  if (!shape) return undefined
  const partner = layers
    .slice(0, index)
    .findLast(({ id }) => !ids.includes(id) && isSameShape(known.get(id)?.output ?? [], shape))
  if (!partner) return undefined
  const name = layerNames({ layers })[layers.indexOf(partner)]
  return { kind: 'connect', from: [...from, partner.id], label: `Read “${name}” too` }
}

/** The problem of a layer that is not the last and that nobody reads. */
export function findUnreadProblem(): LayerProblem {
  return {
    severity: 'error',
    message: 'No layer reads this one, so it would learn nothing: let a later layer read it under From, or remove it.',
    fix: { kind: 'remove', label: 'Remove it' },
  }
}
