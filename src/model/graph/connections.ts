/** What is wrong with what a layer reads, or with nobody reading it. */
import { ABOVE, INPUT, type From, type LayerFix, type LayerProblem, type Shape } from '../layers/define'
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
  if (broken >= 0) return { ...describeBroken(layers, index, from[broken]!, known), severity: 'error', field: 'from' }

  const { least, most } = definitionOf(className).arity
  if (from.length > most) {
    const message = `${className} takes ${most === 1 ? 'one input' : `${most} inputs`}, and this one has ${from.length}: leave some out.`
    const label = most === 1 ? 'Read the first one alone' : `Read the first ${most} alone`
    return { severity: 'error', field: 'from', message, fix: { kind: 'connect', from: from.slice(0, most), label } }
  }
  if (from.length >= least) return undefined
  const partner = findPartner(layers, index, from, known)
  const message = `${className} joins ${least === most ? 'two' : 'two or more'} inputs, and this one has ${from.length}: add one with + under From.`
  const fix = partner && { kind: 'connect' as const, from: [...from, partner.id], label: `Read ${partner.words} too` }
  return { severity: 'error', field: 'from', message, ...(fix && { fix }) }
}

type Known = ReadonlyMap<string, { readonly output?: Shape }>

function describeBroken(
  layers: readonly Layer[],
  index: number,
  broken: string,
  known: Known,
): Pick<LayerProblem, 'message' | 'fix' | 'otherFix'> {
  const { className } = layers[index]!
  const at = layers.findIndex(({ id }) => id === broken)
  const fix = replaceBroken(layers, index, broken, known)
  if (at < 0) return { message: `${className} reads a layer that is no longer there: choose another under From.`, fix }
  if (at === index) return { message: `${className} reads itself: choose a layer before it under From.`, fix }
  return {
    message: `${className} reads “${layerNames({ layers })[at]}”, which comes after it: move that before it, or choose another under From.`,
    fix,
    otherFix: moveBack(layers, index, at),
  }
}

/**
 * Brings a reader and a layer after it that it reads back into order, by a move of the one that stands wrong with more of the others: the
 * layer that is read goes before its first reader, or the reader behind all that it reads.
 */
function moveBack(layers: readonly Layer[], index: number, at: number): LayerFix {
  const [reader, source] = [layers[index]!, layers[at]!]
  const after = inputIdsAt(layers, index)
    .map((id) => layers.findIndex((layer) => layer.id === id))
    .filter((place) => place > index)
  const readers = layers.flatMap((_, place) =>
    place < at && inputIdsAt(layers, place).includes(source.id) ? [place] : [],
  )
  return new Set(after).size > readers.length
    ? { kind: 'move', layer: reader.id, to: Math.max(...after), label: 'Move this behind what it reads' }
    : { kind: 'move', layer: source.id, to: readers[0]!, label: `Move “${layerNames({ layers })[at]}” before it` }
}

/** The layer above in the place of the broken reference; where that is read already, another that goes with it. */
function replaceBroken(layers: readonly Layer[], index: number, broken: string, known: Known): LayerFix {
  const { from = [ABOVE] } = layers[index]!
  const instead = (by: From): readonly From[] => from.map((each) => (each === broken ? by : each))
  const others = from.filter((each) => each !== broken)
  const partner = others.includes(ABOVE) ? findPartner(layers, index, others, known) : undefined
  if (partner) return { kind: 'connect', from: instead(partner.id), label: `Read ${partner.words} instead` }
  return { kind: 'connect', from: [...new Set(instead(ABOVE))], label: 'Read the layer above instead' }
}

/**
 * An input to join those that a layer has: the nearest before it whose output goes with the first of them, and at last the images.
 *
 * @param from what the layer reads without it.
 */
function findPartner(
  layers: readonly Layer[],
  index: number,
  from: readonly From[],
  known: Known,
): { readonly id: string; readonly words: string } | undefined {
  const { className, args } = layers[index]!
  const ids = inputIdsAt(layers.with(index, { ...layers[index]!, from }), index)
  const shape = known.get(ids[0] ?? '')?.output
  if (!shape) return undefined
  const [height = 1, width = 1, channels = 1] = shape
  const goesWith = (id: string): boolean => {
    const other = known.get(id)?.output
    if (!other || ids.includes(id)) return false
    const problems = definitionOf(className).problems(args, [shape, other], { height, width, channels })
    return problems.every(({ severity }) => severity !== 'error')
  }
  const id = [INPUT, ...layers.slice(0, index).map((layer) => layer.id)].findLast(goesWith)
  if (id === undefined) return undefined
  const name = layerNames({ layers })[layers.findIndex((layer) => layer.id === id)]
  return { id, words: name === undefined ? 'the images' : `“${name}”` }
}

/** The hint at a merge that joins a layer with itself, as it comes to do when a move makes that the layer above. */
export function findTwiceRead(layers: readonly Layer[], index: number): LayerProblem | undefined {
  const ids = inputIdsAt(layers, index)
  const twice = ids.find((id, at) => ids.indexOf(id) < at)
  if (twice === undefined) return undefined
  const { className } = layers[index]!
  const name = layerNames({ layers })[layers.findIndex(({ id }) => id === twice)]
  const what = name === undefined ? 'the images' : `“${name}”`
  const message = `${className} reads ${what} twice: if you did not mean that, choose another under From.`
  return { severity: 'hint', field: 'from', message }
}

/** The problem of a layer that is not the last and that nobody reads. */
export function findUnreadProblem(): LayerProblem {
  return {
    severity: 'error',
    message: 'No layer reads this one, so it would learn nothing: let a later layer read it under From, or remove it.',
    fix: { kind: 'remove', label: 'Remove it' },
  }
}
