/** What is said between the trainer and the workers that compute for it: types only. */
import type { Wanted } from '../../trainer'
import type { Node, Share } from './parts'
import type { Program } from './program'

/** A worker's share of a batch. */
export interface Work {
  /** The plan's state, as `packState` packs it. */
  readonly state: ArrayBuffer
  readonly share: Share
  /** Images of the whole batch. */
  readonly count: number
  /** Of the share's images, one behind the other. */
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly labels: Int32Array<ArrayBuffer>
}

/** For each image of a share. */
export interface Metrics {
  readonly losses: Float32Array<ArrayBuffer>
  /** Two values an image: the predicted class, and the rank of the true one where it is not trained on. */
  readonly predictions: Int32Array<ArrayBuffer>
  /** Of all classes, where they were asked for. */
  readonly logits?: Float32Array<ArrayBuffer>
}

export type Request =
  /** @param parts that the worker works on at most. */
  | { readonly kind: 'open'; readonly program: Program; readonly parts: number }
  | {
      readonly kind: 'load'
      readonly weights: Float32Array<ArrayBuffer>
      readonly moments?: Float32Array<ArrayBuffer>
      readonly classWeights?: Float32Array<ArrayBuffer>
    }
  /** Begins a step. Answered by `rows` or `gradients`. */
  | ({ readonly kind: 'step' } & Work)
  /** The rows of all parts. Answered likewise. */
  | { readonly kind: 'rows'; readonly rows: Float32Array<ArrayBuffer> }
  /** The sum of all gradients. Not answered. */
  | { readonly kind: 'update'; readonly gradients: Float32Array<ArrayBuffer> }
  | ({ readonly kind: 'classify'; readonly wanted: Wanted } & Work)
  /** Makes ready for `time`. */
  | ({ readonly kind: 'prepare' } & Work)
  /** How long the operation of this name takes for all parts of the share. To be asked in the order of a step. */
  | { readonly kind: 'time'; readonly name: string; readonly once: boolean }
  | { readonly kind: 'read' }

export type Reply =
  /** No answer: the worker is at work on what takes long. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'opened'; readonly bytes: number }
  | { readonly kind: 'rows'; readonly rows: Float32Array<ArrayBuffer> }
  | { readonly kind: 'gradients'; readonly sums: readonly Sum[]; readonly metrics: Metrics }
  | { readonly kind: 'classified'; readonly metrics: Metrics }
  | { readonly kind: 'prepared' }
  | { readonly kind: 'timed'; readonly milliseconds: number }
  | {
      readonly kind: 'weights'
      readonly weights: Float32Array<ArrayBuffer>
      readonly moments: Float32Array<ArrayBuffer>
    }
  /** Something went wrong: a sentence. */
  | { readonly kind: 'failed'; readonly message: string }

/** The gradients of some parts, added up. */
export interface Sum {
  readonly node: Node
  readonly values: Float32Array<ArrayBuffer>
}
