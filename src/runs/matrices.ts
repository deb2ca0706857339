/**
 * The confusion matrices of a run's epochs, thinned as they come in, so that they keep to a budget of bytes however many epochs and classes
 * there are. Of a matrix, the cells that hold images are kept.
 *
 * Every epoch is kept as long as there is room. Then it is every second, every fourth and so on. The first epoch, the newest, and those with
 * the lowest loss and the highest accuracy are kept in any case.
 */
import type { LossAndAccuracy } from '../model/metrics/evaluation'

/** As typed arrays, which a database keeps as they are. */
export interface EpochMatrices {
  readonly classes: number
  /** Every how many epochs one is kept. */
  readonly stride: number
  /** 1-based, rising. */
  readonly epochs: readonly number[]
  /** Where the cells of each epoch begin, and behind them where the last ones end. */
  readonly starts: Uint32Array
  /** Cells that hold images, rising within an epoch: `truth * classes + predicted`. */
  readonly cells: Uint16Array | Uint32Array
  /** How many images each holds. */
  readonly counts: Uint16Array | Uint32Array
}

/** Of one run. Ten classes take some 200 bytes an epoch, and at most 600. */
export const MATRIX_BYTES = 512 * 1024

const WORD = 65_535

export interface MatrixKeeper {
  /** Epochs come in their order. */
  add(epoch: number, confusion: readonly number[], figures: LossAndAccuracy): void
  /** Takes the matrices of a run that goes on, in place of all others. @param epochs of its record, with their figures. */
  restore(
    matrices: EpochMatrices | undefined,
    epochs: readonly { readonly epoch: number; readonly validation?: LossAndAccuracy }[],
  ): void
  /** Drops the epochs behind a position in epochs, from which the run goes on. */
  truncate(position: number): void
  /** The same object until something has changed; nothing before the first epoch. */
  read(): EpochMatrices | undefined
}

interface Kept extends LossAndAccuracy {
  readonly epoch: number
  readonly cells: Uint32Array
  readonly counts: Uint32Array
}

export function createMatrixKeeper(budget = MATRIX_BYTES): MatrixKeeper {
  let kept: readonly Kept[] = []
  let stride = 1
  let classes = 0
  let packed: EpochMatrices | undefined

  const thin = (): void => {
    const first = kept[0]?.epoch
    const newest = kept.at(-1)?.epoch
    const [least, best] = [
      kept.reduce((one, other) => (other.loss < one.loss ? other : one)).epoch,
      kept.reduce((one, other) => (other.accuracy > one.accuracy ? other : one)).epoch,
    ]
    const marked = new Set([first, newest, least, best])
    kept = kept.filter(({ epoch }) => epoch % stride === 0 || marked.has(epoch))
  }

  return {
    add(epoch, confusion, { loss, accuracy }) {
      classes = Math.sqrt(confusion.length)
      const cells = Uint32Array.from(confusion.flatMap((count, cell) => (count > 0 ? [cell] : [])))
      const counts = Uint32Array.from(cells, (cell) => confusion[cell] ?? 0)
      kept = [...kept.filter((before) => before.epoch < epoch), { epoch, loss, accuracy, cells, counts }]
      thin()
      while (bytesOf(kept, classes) > budget && kept.some((each) => each.epoch % stride === 0) && stride < epoch) {
        stride *= 2
        thin()
      }
      packed = undefined
    },
    restore(matrices, epochs) {
      const figures = new Map(epochs.map(({ epoch, validation }) => [epoch, validation]))
      classes = matrices?.classes ?? 0
      stride = matrices?.stride ?? 1
      kept = (matrices?.epochs ?? []).map((epoch, at) => {
        const { starts, cells, counts } = matrices!
        const [from, to] = [starts[at]!, starts[at + 1]!]
        const { loss, accuracy } = figures.get(epoch) ?? { loss: Infinity, accuracy: 0 }
        return {
          ...{ epoch, loss, accuracy },
          cells: Uint32Array.from(cells.subarray(from, to)),
          counts: Uint32Array.from(counts.subarray(from, to)),
        }
      })
      packed = matrices
    },
    truncate(position) {
      kept = kept.filter(({ epoch }) => epoch <= position)
      if (kept.length === 0) stride = 1
      packed = undefined
    },
    read() {
      packed ??= kept.length === 0 ? undefined : pack(kept, classes, stride)
      return packed
    },
  }
}

/** @returns the confusion matrix after an epoch; undefined where it is not kept. */
export function matrixOf(
  { classes, epochs, starts, cells, counts }: EpochMatrices,
  epoch: number,
): readonly number[] | undefined {
  const at = epochs.indexOf(epoch)
  if (at < 0) return undefined
  const confusion = new Array<number>(classes ** 2).fill(0)
  for (let i = starts[at]!; i < starts[at + 1]!; i++) confusion[cells[i]!] = counts[i]!
  return confusion
}

/** In words, which epochs there are: nothing where all are kept. */
export function describeKept({ epochs, stride }: EpochMatrices): string | undefined {
  if (stride === 1) return undefined
  return `To save room, of ${stride} epochs one matrix is kept, and those of the first epoch, of the newest, and of the best by loss and by accuracy: ${epochs.length} in all.`
}

/** Whether all of it fits together: what lies in a storage may be anything. */
export function isSound({ classes, epochs, starts, cells, counts }: EpochMatrices): boolean {
  return (
    starts.length === epochs.length + 1 &&
    starts[0] === 0 &&
    starts.at(-1) === cells.length &&
    counts.length === cells.length &&
    epochs.every((epoch, at) => at === 0 || epoch > epochs[at - 1]!) &&
    starts.every((start, at) => at === 0 || start >= starts[at - 1]!) &&
    cells.every((cell) => cell < classes ** 2)
  )
}

function bytesOf(kept: readonly Kept[], classes: number): number {
  const cells = kept.reduce((sum, each) => sum + each.cells.length, 0)
  const most = kept.reduce((top, { counts }) => counts.reduce((one, other) => Math.max(one, other), top), 0)
  return cells * ((classes ** 2 - 1 <= WORD ? 2 : 4) + (most <= WORD ? 2 : 4))
}

function pack(kept: readonly Kept[], classes: number, stride: number): EpochMatrices {
  const starts = new Uint32Array(kept.length + 1)
  kept.forEach(({ cells }, at) => (starts[at + 1] = starts[at]! + cells.length))
  const join = (what: 'cells' | 'counts', isSmall: boolean): Uint16Array | Uint32Array => {
    const all = isSmall ? new Uint16Array(starts.at(-1)!) : new Uint32Array(starts.at(-1)!)
    kept.forEach((each, at) => all.set(each[what], starts[at]))
    return all
  }
  const isSmallCount = kept.every(({ counts }) => counts.every((count) => count <= WORD))
  return {
    classes,
    stride,
    epochs: kept.map(({ epoch }) => epoch),
    starts,
    cells: join('cells', classes ** 2 - 1 <= WORD),
    counts: join('counts', isSmallCount),
  }
}
