/** What a person keeps beside the stack, and what became of the last paste. */
import type { Piece } from '../../model/graph/pieces'

/** A block that a person saved to use again. */
export interface OwnBlock {
  readonly name: string
  readonly piece: Piece
}

export interface LayersPart {
  /** In the order of their names. */
  readonly own: readonly OwnBlock[]
  /** The id of the target that the model is to be exported to; undefined when that is open. */
  readonly target: string | undefined
  /** One sentence on what could not be done. */
  readonly trouble: string | undefined
  /** Sentences from the last paste. */
  readonly notes: readonly string[]
}

export function emptyLayers(): LayersPart {
  return { own: [], target: undefined, trouble: undefined, notes: [] }
}
