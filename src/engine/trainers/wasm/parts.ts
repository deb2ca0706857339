/**
 * How a batch is cut into parts, and how the parts' gradients are added up. Both follow from the batch alone, never from how many workers
 * there are, so that the same seed gives the same weights, bit for bit, on any number of them.
 */

/**
 * Images of a part: enough to make the part's own costs small (its sum of gradients, its transformed kernels), and few enough that small
 * batches have parts for several workers too.
 */
export function imagesOfPart(batchSize: number): number {
  return Math.min(MOST_IMAGES, Math.max(FEWEST_IMAGES, Math.ceil(batchSize / PARTS)))
}

const FEWEST_IMAGES = 4
const MOST_IMAGES = 8
const PARTS = 8
/** Of more workers than this, none but the largest batches has any use. */
export const MOST_WORKERS = 16

/** Parts of a batch of so many images. */
export function partsOf(images: number, ofPart: number): number {
  return Math.ceil(images / ofPart)
}

/** Neighbouring parts, from one to before another. */
export interface Share {
  readonly from: number
  readonly to: number
}

/** Deals parts out to workers as evenly as they go. No worker gets more of fewer parts. */
export function dealParts(parts: number, workers: number): readonly Share[] {
  const each = Math.floor(parts / workers)
  const begin = (worker: number): number => worker * each + Math.min(worker, parts % workers)
  return Array.from({ length: workers }, (_, worker) => ({ from: begin(worker), to: begin(worker + 1) }))
}

/** A sum over 2^level parts, from part index x 2^level on: a node of the tree by which parts are added up. */
export interface Node {
  readonly level: number
  readonly index: number
}

/**
 * Adds up parts as they come, from left to right, by a binary tree over all parts. What can't be added yet, because its neighbour is
 * elsewhere or still to come, stays.
 */
export class PartTree<Value> {
  readonly #add: (left: Value, right: Value) => Value
  readonly #open: { readonly node: Node; readonly value: Value }[] = []

  /** @param add may change the left one, and use up the right one. */
  constructor(add: (left: Value, right: Value) => Value) {
    this.#add = add
  }

  /** The sums that are there, from left to right. */
  get open(): readonly { readonly node: Node; readonly value: Value }[] {
    return this.#open
  }

  push(node: Node, value: Value): void {
    const left = this.#open.at(-1)
    if (node.index % 2 === 1 && left?.node.level === node.level && left.node.index === node.index - 1) {
      this.#open.pop()
      this.push({ level: node.level + 1, index: (node.index - 1) / 2 }, this.#add(left.value, value))
    } else this.#open.push({ node, value })
  }

  /** The sum of all, once the last has come; undefined of none. */
  close(): Value | undefined {
    const values = this.#open.splice(0).map(({ value }) => value)
    return values.length === 0 ? undefined : values.reduceRight((right, left) => this.#add(left, right))
  }
}

/**
 * Sums that are open at a time in a worker, at most: those of a share that begins anywhere grow before they shrink.
 *
 * @param parts of a batch.
 */
export function depthOf(parts: number): number {
  return 2 * Math.ceil(Math.log2(Math.max(2, parts))) + 1
}
