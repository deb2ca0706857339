/** Edits of blocks, each a step that can be undone; and the blocks that a person saved, which are not. */
import * as blocks from '../../model/graph/blocks'
import { findCrowdProblem, moveBlock, putPiece, repeatBlock, takePiece, type Piece } from '../../model/graph/pieces'
import { isSameStack, type Stack } from '../../model/graph/stack'
import type { DocumentEdits, DocumentStore } from '../document/document'
import { changePart, type SessionStore } from '../session/session'
import type { OwnBlock } from '../session/layersPart'
import { areOwnBlocks, detach, loadOwnBlocks, writeOwnBlocks } from './ownBlocks'

/** What can't be leaves the stack as it is; `blocks.ts` and `pieces.ts` of the model say why. */
export interface BlockActions {
  groupLayers(ids: readonly string[], name: string): void
  renameBlock(name: string, to: string): void
  ungroupBlock(name: string): void
  /** So that its first layer is at that index of the layers that are not in it. */
  moveBlock(name: string, to: number): void
  repeatBlock(name: string, copies: number): void
  /**
   * Keeps a block for other stacks. Where there is another of its name, it gets a number. Returns the name that it is kept under; if it is
   * not, the page says why.
   */
  saveOwnBlock(name: string): string | undefined
  /** Adds a block that was saved, and returns the ids of its layers. */
  addOwnBlock(at: number, name: string): readonly string[]
  deleteOwnBlock(name: string): void
}

export interface BlockActionsParts {
  readonly document: DocumentStore
  readonly edits: DocumentEdits
  readonly session: SessionStore
  readonly storage: Storage | undefined
}

/** Whether two blocks are alike but for the ids of their layers. */
function isSameLayers(one: Piece, other: Piece): boolean {
  const stackOf = ({ layers }: Piece): Stack => ({ input: 'image', layers, lastId: 0 })
  return isSameStack(stackOf(one), stackOf(other))
}

export function createBlockActions({ document, edits, session, storage }: BlockActionsParts): BlockActions {
  const stackNow = (): Stack => document.getState().stack
  const change = (after: Stack, did: string): void => edits.edit({ stack: after }, did)

  const show = (): void => {
    const { blocks: own, trouble } = loadOwnBlocks(storage)
    changePart(session, 'layers', { own, ...(trouble !== undefined && { trouble }) })
  }
  /** On what the storage holds now: another page may have saved some meanwhile. */
  const editOwn = (edit: (own: readonly OwnBlock[]) => readonly OwnBlock[]): boolean => {
    const { blocks: own, unread } = loadOwnBlocks(storage)
    const trouble = writeOwnBlocks(storage, edit(own), unread)
    changePart(session, 'layers', { trouble, notes: [] })
    if (trouble === undefined) show()
    return trouble === undefined
  }
  show()
  if (storage && 'addEventListener' in globalThis) {
    globalThis.addEventListener('storage', ({ key }: StorageEvent) => {
      if (areOwnBlocks(key)) show()
    })
  }

  return {
    groupLayers(ids, name) {
      change(blocks.groupLayers(stackNow(), ids, name), `Group ${ids.length} layers as “${name.trim()}”`)
    },
    renameBlock(name, to) {
      change(blocks.renameBlock(stackNow(), name, to), `Rename “${name}” to “${to.trim()}”`)
    },
    ungroupBlock(name) {
      change(blocks.ungroupBlock(stackNow(), name), `Ungroup “${name}”`)
    },
    moveBlock(name, to) {
      change(moveBlock(stackNow(), name, to), `Move “${name}”`)
    },
    repeatBlock(name, copies) {
      change(repeatBlock(stackNow(), name, copies), `Repeat “${name}” ${copies === 1 ? 'once' : `${copies} times`}`)
    },
    saveOwnBlock(name) {
      const piece = takePiece(stackNow(), blocks.idsOfBlock(stackNow(), name))
      if (!piece) return undefined
      const saved = detach(piece)
      let keptAs = name
      const isKept = editOwn((own) => {
        if (own.some((each) => each.name === name && isSameLayers(each.piece, saved))) return own
        keptAs = blocks.freeBlockName(name, new Set(own.map((each) => each.name)))
        return [...own, { name: keptAs, piece: saved }]
      })
      return isKept ? keptAs : undefined
    },
    addOwnBlock(at, name) {
      const stack = stackNow()
      const piece = session.getState().layers.own.find((each) => each.name === name)?.piece
      const trouble = piece && findCrowdProblem(stack, piece.layers.length)
      changePart(session, 'layers', { trouble, notes: [] })
      if (!piece || trouble !== undefined) return []
      const after = putPiece(stack, at, piece)
      change(after, `Add “${name}”`)
      const before = new Set(stack.layers.map(({ id }) => id))
      return after.layers.map(({ id }) => id).filter((id) => !before.has(id))
    },
    deleteOwnBlock(name) {
      editOwn((own) => own.filter((each) => each.name !== name))
    },
  }
}
