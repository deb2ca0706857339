/** Edits of what a person decides image by image; the lists stay ascending, and without an edit the same. */
import type { Relabelled } from '../../model/dataChoices'

export function excludeFrom(excluded: readonly number[], images: readonly number[]): readonly number[] {
  const all = new Set([...excluded, ...images])
  return all.size === excluded.length ? excluded : [...all].toSorted((a, b) => a - b)
}

export function includeIn(excluded: readonly number[], images: readonly number[]): readonly number[] {
  const back = new Set(images)
  const rest = excluded.filter((image) => !back.has(image))
  return rest.length === excluded.length ? excluded : rest
}

export function relabelIn(
  relabelled: readonly Relabelled[],
  images: readonly number[],
  label: string,
): readonly Relabelled[] {
  const corrected = new Set(images)
  const rest = relabelled.filter(({ image }) => !corrected.has(image))
  return [...rest, ...[...corrected].map((image) => ({ image, label }))].toSorted((a, b) => a.image - b.image)
}
