/** What a map says in words: class by class, and image by image. */
import type { ImageMap } from '../../model/map/imageMap'
import { formatCount, formatPercent } from '../../ui/format'

/** The class as the map shows it. */
export interface ClassOnMap {
  readonly index: number
  readonly images: number
  /** Taken for another class. */
  readonly mistakes: number
  /** Of its images' nearest, the share that are of it too, as a mean; `null` without images. */
  readonly own: number | null
  /** Places on the map of its images most of whose nearest are of other classes. */
  readonly strays: readonly number[]
}

export function isMistake({ labels, predicted }: ImageMap, point: number): boolean {
  return labels[point] !== predicted[point]
}

export function classesOnMap(map: ImageMap, classes: number): readonly ClassOnMap[] {
  const { labels, alike, neighbours } = map
  return Array.from({ length: classes }, (_, index) => {
    const points = [...labels.keys()].filter((point) => labels[point] === index)
    return {
      index,
      images: points.length,
      mistakes: points.filter((point) => isMistake(map, point)).length,
      own: meanShare(
        points.map((point) => alike[point]!),
        neighbours,
      ),
      strays: points.filter((point) => 2 * alike[point]! < neighbours),
    }
  })
}

export function meanShare(alike: readonly number[], neighbours: number): number | null {
  return alike.length === 0 ? null : alike.reduce((sum, each) => sum + each, 0) / alike.length / neighbours
}

export const CLASS_COLUMNS = ['Class', 'Images', 'Mistakes', 'Nearest of its class', 'Strays'] as const

/** With all digits, and as a person reads them. The last row is of all images. */
export function classRowsOf(map: ImageMap, names: readonly string[]) {
  const all = classesOnMap(map, names.length)
  const sum = (count: (each: ClassOnMap) => number): number => all.reduce((total, each) => total + count(each), 0)
  const rows = [
    ...all.map(
      ({ index, images, mistakes, own, strays }) => [names[index]!, images, mistakes, own, strays.length] as const,
    ),
    [
      'All images',
      sum(({ images }) => images),
      sum(({ mistakes }) => mistakes),
      meanShare([...map.alike], map.neighbours),
      sum(({ strays }) => strays.length),
    ] as const,
  ]
  const written = rows.map(([name, images, mistakes, own, strays]) => [
    name,
    formatCount(images),
    formatCount(mistakes),
    own === null ? '–' : formatPercent(own, 1),
    formatCount(strays),
  ])
  return { rows, written: written.slice(0, -1), footer: written.slice(-1) }
}

export const IMAGE_COLUMNS = ['Place in the data', 'True', 'Predicted', 'x', 'y', 'Nearest of its class'] as const

/** One row an image; its place in the data is counted from 1. */
export function imageRowsOf(
  { images, labels, predicted, points, alike, neighbours }: ImageMap,
  names: readonly string[],
) {
  return Array.from(images, (image, at) => [
    image + 1,
    names[labels[at]!] ?? null,
    names[predicted[at]!] ?? null,
    points[2 * at]!,
    points[2 * at + 1]!,
    alike[at]! / neighbours,
  ])
}
