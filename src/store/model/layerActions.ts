/** Edits of layers, one or several at once, each a step that can be undone. */
import { describeArgument, labelInWords } from '../../model/describeArgument'
import { blocksOf } from '../../model/graph/blocks'
import { layerNames } from '../../model/graph/names'
import { duplicateLayers, moveTogether, placeLayers, putPiece, removeLayers } from '../../model/graph/pieces'
import { findCrowdProblem } from '../../model/graph/pieces'
import * as stacks from '../../model/graph/stack'
import type { Stack } from '../../model/graph/stack'
import { INPUT, type ArgumentValue, type From, type LayerArgs, type LayerFix } from '../../model/layers/define'
import { definitionOf, type LayerClassName } from '../../model/layers/registry'
import { analyse } from '../document/analyse'
import { stackShape } from '../session/dataShape'
import type { DocumentEdits, DocumentStore } from '../document/document'
import { changePart, type SessionStore } from '../session/session'
import { layersAsText, layersInText, PasteError } from './clipboard'

/** Those that add layers return the ids of the new ones, in order. */
export interface LayerActions {
  addLayer(at: number, className: LayerClassName): readonly string[]
  /** Puts layers at an index of the others, in that block where it is beside them. */
  placeLayers(ids: readonly string[], to: number, block: string | undefined): void
  /** The same for layers of any places and blocks. Blocks that are moved as a whole stay blocks. */
  moveTogether(ids: readonly string[], to: number, block: string | undefined): void
  /** Puts copies right behind the last of them. */
  duplicateLayers(ids: readonly string[]): readonly string[]
  removeLayers(ids: readonly string[]): void
  editLayer(id: string, field: string, value: ArgumentValue): void
  /** Changes several arguments at once. */
  changeLayer(id: string, args: LayerArgs): void
  /** Without a name, the layer gets Keras's. */
  renameLayer(id: string, name: string): void
  connectLayer(id: string, from: readonly From[]): void
  /** Keeps the weights of layers as they are while others train, or lets them train. */
  freezeLayers(ids: readonly string[], frozen: boolean): void
  fixLayer(id: string, fix: LayerFix): void
  /** The layers as the text of a Keras config. */
  copyLayers(ids: readonly string[]): string
  /** Removes layers that were copied. */
  cutLayers(ids: readonly string[]): void
  /** Says that the browser does not give its clipboard. */
  refuseClipboard(): void
  /** Adds the layers that a text holds. Where it holds none, the page says so, and nothing changes. */
  pasteLayers(at: number, text: string): readonly string[]
}

export interface LayerActionsParts {
  readonly document: DocumentStore
  readonly edits: DocumentEdits
  readonly session: SessionStore
}

const NO_CLIPBOARD =
  'The browser does not give its clipboard to a button here: press Ctrl+C, Ctrl+X or Ctrl+V (⌘ on a Mac) in the list instead.'

export function createLayerActions({ document, edits, session }: LayerActionsParts): LayerActions {
  const stackNow = (): Stack => document.getState().stack
  const change = (after: Stack, did: string, field?: string): readonly string[] => {
    const before = new Set(stackNow().layers.map(({ id }) => id))
    edits.edit({ stack: after }, did, field)
    return after.layers.map(({ id }) => id).filter((id) => !before.has(id))
  }

  return {
    addLayer: (at, className) =>
      change(stacks.insertLayer(stackNow(), at, stacks.createLayer(className)), `Add ${className}`),
    placeLayers(ids, to, block) {
      change(placeLayers(stackNow(), ids, to, block), `Move ${describeLayers(stackNow(), ids)}`)
    },
    moveTogether(ids, to, block) {
      change(moveTogether(stackNow(), ids, to, block), `Move ${describeLayers(stackNow(), ids)}`)
    },
    duplicateLayers(ids) {
      const crowd = findCrowdProblem(stackNow(), ids.length)
      changePart(session, 'layers', { trouble: crowd, notes: [] })
      if (crowd !== undefined) return []
      return change(duplicateLayers(stackNow(), ids), `Duplicate ${describeLayers(stackNow(), ids)}`)
    },
    removeLayers(ids) {
      change(removeLayers(stackNow(), ids), `Remove ${describeLayers(stackNow(), ids)}`)
    },
    editLayer(id, name, value) {
      const layer = stackNow().layers.find((each) => each.id === id)
      const field = layer && definitionOf(layer.className).fields.find((each) => each.name === name)
      const what = field ? `${labelInWords(field)} of ${describeLayers(stackNow(), [id])}` : name
      const did = `Change ${what} to ${field ? describeArgument(field, value) : String(value)}`
      change(stacks.updateLayer(stackNow(), id, { [name]: value }), did, `layer ${id} ${name}`)
    },
    changeLayer(id, args) {
      const stack = stackNow()
      const layer = stack.layers.find((each) => each.id === id)
      const fields = layer ? definitionOf(layer.className).fields.filter(({ name }) => name in args) : []
      const what = listInWords(fields.map(labelInWords))
      change(stacks.updateLayer(stack, id, args), `Change ${what} of ${describeLayers(stack, [id])}`)
    },
    renameLayer(id, name) {
      const className = stackNow().layers.find((each) => each.id === id)?.className ?? 'layer'
      const did = name === '' ? `Take the name of ${className} away` : `Name ${className} “${name}”`
      change(stacks.renameLayer(stackNow(), id, name === '' ? undefined : name), did, `layer ${id} name`)
    },
    connectLayer(id, from) {
      const stack = stackNow()
      change(
        stacks.connectLayer(stack, id, from),
        `Let ${describeLayers(stack, [id])} read ${describeReads(stack, from)}`,
      )
    },
    freezeLayers(ids, frozen) {
      const stack = stackNow()
      const what = describeLayers(stack, ids)
      change(stacks.freezeLayers(stack, ids, frozen), frozen ? `Freeze ${what}` : `Let ${what} train`)
    },
    fixLayer(id, fix) {
      change(stacks.applyFix(stackNow(), id, fix), `${fix.label} (${describeLayers(stackNow(), [id])})`)
    },
    copyLayers: (ids) => layersAsText(stackNow(), ids, stackShape(stackNow(), session.getState())),
    cutLayers(ids) {
      change(removeLayers(stackNow(), ids), `Cut ${describeLayers(stackNow(), ids)}`)
    },
    refuseClipboard() {
      changePart(session, 'layers', { trouble: NO_CLIPBOARD, notes: [] })
    },
    pasteLayers(at, text) {
      changePart(session, 'layers', { trouble: undefined, notes: [] })
      try {
        const { input } = analyse(stackNow(), stackShape(stackNow(), session.getState()))
        const { piece, notes } = layersInText(text, stackNow(), at, input)
        const added = change(putPiece(stackNow(), at, piece), `Paste ${countLayers(piece.layers.length)}`)
        changePart(session, 'layers', { notes })
        return added
      } catch (error) {
        if (!(error instanceof PasteError)) throw error
        changePart(session, 'layers', { trouble: error.message })
        return []
      }
    },
  }
}

function countLayers(count: number): string {
  return count === 1 ? '1 layer' : `${count} layers`
}

/** `conv2d_1`, `“Residual”` for all layers of a block, `3 layers`. */
function describeLayers(stack: Stack, ids: readonly string[]): string {
  const places = stack.layers.flatMap(({ id }, at) => (ids.includes(id) ? [at] : []))
  const [first = -1] = places
  const block = blocksOf(stack.layers).find(({ start, end }) => start === first && end - start === places.length)
  if (block) return `“${block.name}”`
  return places.length === 1 ? layerNames(stack)[first]! : countLayers(places.length)
}

/** `conv2d_1 and the images`. */
function describeReads(stack: Stack, from: readonly From[]): string {
  const names = layerNames(stack)
  const words = from.map((each) => {
    if (each === INPUT) return 'the images'
    const at = stack.layers.findIndex(({ id }) => id === each)
    return at < 0 ? 'the layer above' : names[at]!
  })
  return listInWords(words)
}

/** `a`, `a and b`, `a, b and c`. */
function listInWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
