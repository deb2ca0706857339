/**
 * A few layers as the text of a Keras config, for the clipboard: Keras opens it as a model of these layers, and Strata puts them in where
 * a person wants them. The model's first input stands for the layer above that place. What Keras has no word for stands under `strata`:
 * blocks, and what the layers read elsewhere.
 */
import * as v from 'valibot'
import { blocksOf, inBlock } from '../../model/graph/blocks'
import { inputIdsAt } from '../../model/graph/inputs'
import { layerNames } from '../../model/graph/names'
import type { Piece } from '../../model/graph/pieces'
import { createStack } from '../../model/graph/stack'
import { ABOVE, INPUT, type From, type Shape } from '../../model/layers/define'
import type { Layer } from '../../model/layers/registry'
import { InteropError } from '../interopError'
import { readLayers } from './readTopology'
import { freeName, writeTopology, type ModelInput } from './topology'

/** A layer of the stack that a piece comes from, as it can be found again: by the name that a person gave it, or else by its id. */
export interface Landmark {
  readonly id: string
  readonly className: string
  readonly name?: string
}

/** What the stack that a piece comes from has under an id: a layer, or the images. */
export interface Source {
  /** Absent for the images, and for a layer that is gone. */
  readonly layer?: Landmark
  /** The layer's Keras name. */
  readonly name?: string
  /** Absent while it is not known. */
  readonly shape?: Shape
}

export interface ReadPiece {
  readonly piece: Piece
  /** The shape of what stands for the layer above, without the batch axis. Absent where the text leaves it open. */
  readonly input?: Shape
  /** What layers read elsewhere: under an id that they know it by, a layer, or null for the images. */
  readonly elsewhere: ReadonlyMap<string, Landmark | null>
  /** Sentences on what was left out. */
  readonly notes: readonly string[]
}

const landmarkSchema = v.object({ id: v.string(), className: v.string(), name: v.exactOptional(v.string()) })
const extrasSchema = v.object({
  /** The names of each block's layers. */
  blocks: v.optional(v.record(v.string(), v.array(v.string())), {}),
  /** The inputs that stand for something else than the layer above: what they stand for, as in `ReadPiece`. */
  elsewhere: v.optional(v.record(v.string(), v.nullable(landmarkSchema)), {}),
})
const textSchema = v.looseObject({ strata: v.optional(extrasSchema, {}) })
const packedSchema = v.object({ modelTopology: v.unknown() })

const IMAGES = 'images'
/** The layer above a piece that was read, by an id that no layer has. */
const ENTRY = 'entry of the text'
const UNKNOWN_SHAPE = [null, null, null]

/** @param look what the stack that the piece comes from has under an id, which may be gone. */
export function writePiece(piece: Piece, look: (id: string) => Source): string {
  const { entry } = piece
  const own = new Set(piece.layers.map(({ id }) => id))
  const elsewhere = piece.layers
    .flatMap(({ from = [] }) => from)
    .filter((id, at, all) => id !== ABOVE && id !== entry && !own.has(id) && all.indexOf(id) === at)
  // In the text it is the entry that is read as the images are.
  const idInText = (id: From): From => (id === entry ? INPUT : id === INPUT ? IMAGES : id)
  const layers = piece.layers.map((layer): Layer => (layer.from ? { ...layer, from: layer.from.map(idInText) } : layer))
  const names = layerNames({ layers })
  const taken = [...names]
  const inputOf = (id: string, like: string): ModelInput => {
    const name = freeName(like, taken)
    taken.push(name)
    return { id: idInText(id), name, shape: look(id).shape ?? UNKNOWN_SHAPE }
  }
  const first = inputOf(entry, 'input_1')
  const others = elsewhere.map((id) => inputOf(id, `input_${look(id).name ?? IMAGES}`))
  const readInside = new Set(layers.flatMap((_, at) => inputIdsAt(layers, at)))
  const outputs = names.filter((_, at) => !readInside.has(layers[at]!.id))
  const blocks = blocksOf(layers).map(({ name, start, end }) => [name, names.slice(start, end)])
  const sources = elsewhere.map((id, at) => {
    const gone: Landmark = { id, className: '' }
    return [others[at]!.name, id === INPUT ? null : (look(id).layer ?? gone)]
  })
  const strata = {
    ...(blocks.length > 0 && { blocks: Object.fromEntries(blocks) as unknown }),
    ...(sources.length > 0 && { elsewhere: Object.fromEntries(sources) as unknown }),
  }
  const text = {
    ...writeTopology(layers, names, [first, ...others], outputs),
    ...(Object.keys(strata).length > 0 && { strata }),
  }
  return JSON.stringify(text, null, 2)
}

/** Reads the layers of any Keras config, as JSON: what `writePiece` or Keras wrote, or a model.json. Throws `InteropError`. */
export function readPiece(json: unknown): ReadPiece {
  const packed = v.safeParse(packedSchema, json)
  const model = packed.success ? packed.output.modelTopology : json
  const text = v.safeParse(textSchema, model)
  if (!text.success) throw new InteropError('What the text says of blocks can’t be read.')
  const { blocks, elsewhere } = text.output.strata
  const notes: string[] = []
  const { layers, names, input } = readLayers(model, Object.keys(elsewhere), notes)
  const blockOf = new Map(Object.entries(blocks).flatMap(([block, own]) => own.map((name) => [name, block] as const)))
  // Those of the text must not be taken for layers of the stack that the piece is put into.
  const idInPiece = (id: From): From => {
    if (id === ABOVE || Object.hasOwn(elsewhere, id)) return id
    return id === INPUT ? ENTRY : `${id} of the text`
  }
  const read = createStack('image', layers).layers.map((layer, at) => {
    const from = layer.from?.map(idInPiece)
    return inBlock({ ...layer, id: idInPiece(layer.id), ...(from && { from }) }, blockOf.get(names[at]!))
  })
  return {
    piece: { layers: read, entry: ENTRY },
    ...(input && { input }),
    elsewhere: new Map(Object.entries(elsewhere)),
    notes,
  }
}
