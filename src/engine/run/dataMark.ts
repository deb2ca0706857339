/** A mark by which a run recognises its data, without keeping the pixels of data that were replaced. */
import type { Dataset } from '../../data/dataset'

export interface DataMark {
  readonly pixels: WeakRef<Dataset['pixels']>
  readonly labels: Dataset['labels']
  readonly splits: Dataset['splits']
}

export function markOf({ pixels, labels, splits }: Dataset): DataMark {
  return { pixels: new WeakRef(pixels), labels, splits }
}

/** Whether they are the same images, of the same classes, in the same splits. */
export function isMarked(mark: DataMark, { pixels, labels, splits }: Dataset): boolean {
  return mark.pixels.deref() === pixels && isEqual(mark.labels, labels) && isEqual(mark.splits, splits)
}

function isEqual(one: Uint8Array | Uint16Array, other: Uint8Array | Uint16Array): boolean {
  return one === other || (one.length === other.length && one.every((value, i) => value === other[i]))
}
