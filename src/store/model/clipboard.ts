/** Layers as text: what a person copies, and what can be pasted. */
import { findEarlyEnd } from '../../common/earlyEnd'
import { readPiece, writePiece, type Landmark } from '../../interop/keras/piece'
import { InteropError } from '../../interop/interopError'
import { findCrowdProblem, takePiece, type Piece } from '../../model/graph/pieces'
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { formatShape, INPUT, isSameShape, type Shape } from '../../model/layers/define'
import type { Layer } from '../../model/layers/registry'
import { parseProject, ProjectError } from '../../model/project'
import { analyse } from '../document/analyse'

/** What was pasted holds no layers that can be added. The message is one plain sentence. */
export class PasteError extends Error {
  override readonly name = 'PasteError'
}

/** No text of layers is as long, and one that is would hold up the page. */
const MOST_LETTERS = 5_000_000

const NO_LAYERS =
  'There are no layers in what was pasted: copy layers here, or the JSON of a Keras model, and paste them again.'

/** The layers with these ids as a Keras config; empty when there are none. */
export function layersAsText(stack: Stack, ids: readonly string[], data: DataShape): string {
  const piece = takePiece(stack, ids)
  if (!piece) return ''
  const { input, layers } = analyse(stack, data)
  return writePiece(piece, (id) => {
    if (id === INPUT) return { shape: input }
    const facts = layers.find((layer) => layer.id === id)
    const layer = stack.layers.find((one) => one.id === id)
    const { className, name } = layer ?? {}
    return {
      name: facts?.name ?? id,
      ...(className && { layer: { id, className, ...(name !== undefined && { name }) } }),
      ...(facts?.output && { shape: facts.output }),
    }
  })
}

/**
 * The layers in a text, for a place in the stack. What they read elsewhere is looked for among the layers before that place; what is not
 * there stays a reference that leads nowhere, for a person to mend. Keras's own names say too little: they change with what is removed.
 *
 * @param input in which shape the images come in. Layers that come first and were made for another say so in a note.
 * @throws PasteError
 */
export function layersInText(
  text: string,
  stack: Stack,
  at: number,
  input: Shape,
): { readonly piece: Piece; readonly notes: readonly string[] } {
  const json = text.length > MOST_LETTERS ? undefined : parse(text)
  const early = json === undefined && text.length <= MOST_LETTERS ? findEarlyEnd(text) : undefined
  if (early) {
    const { line, column, within } = early
    throw new PasteError(
      `What was pasted ends too early, at line ${line}, character ${column}, in the midst of ${within}: copy it to its end, and paste it again.`,
    )
  }
  if (typeof json !== 'object' || json === null) throw new PasteError(NO_LAYERS)
  const read = 'stack' in json ? readProject(text) : readKeras(json)
  const crowd = findCrowdProblem(stack, read.piece.layers.length)
  if (crowd !== undefined) throw new PasteError(crowd)
  const before = stack.layers.slice(0, at)
  const ids = new Map(
    [...read.elsewhere].map(([id, source]) => {
      const found = source === null ? INPUT : before.find((layer) => isThat(layer, source))?.id
      return [id, found ?? id] as const
    }),
  )
  const layers = read.piece.layers.map((layer) =>
    layer.from ? { ...layer, from: layer.from.map((id) => ids.get(id) ?? id) } : layer,
  )
  const misfit = at === 0 && read.input ? findMisfit(read.input, input) : undefined
  return { piece: { ...read.piece, layers }, notes: misfit === undefined ? read.notes : [misfit, ...read.notes] }
}

function findMisfit(made: Shape, given: Shape): string | undefined {
  if (isSameShape(made, given)) return undefined
  return `What was pasted was made for inputs of ${formatShape(made)}, and here they are ${formatShape(given)}: the shapes of its layers follow from that.`
}

function isThat({ id, className, name }: Layer, source: Landmark): boolean {
  return source.name === undefined ? id === source.id && className === source.className : name === source.name
}

function readKeras(json: object): ReturnType<typeof readPiece> {
  if (!['class_name', 'modelTopology', 'model_config'].some((key) => key in json)) throw new PasteError(NO_LAYERS)
  try {
    return readPiece(json)
  } catch (error) {
    if (!(error instanceof InteropError)) throw error
    throw new PasteError(error.message)
  }
}

/** A project that Strata saved. */
function readProject(text: string): ReturnType<typeof readPiece> {
  try {
    const { layers } = parseProject(text).stack
    if (layers.length === 0) throw new PasteError(NO_LAYERS)
    const own = (id: string): string => (id === INPUT || id === 'above' ? id : `${id} of the project`)
    const apart = layers.map((layer) => ({
      ...layer,
      id: own(layer.id),
      ...(layer.from && { from: layer.from.map(own) }),
    }))
    return { piece: { layers: apart, entry: INPUT }, elsewhere: new Map(), notes: [] }
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    throw new PasteError(error.message)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
