/** Some images of the dataset as the page can draw them. */
import { SPLITS, type Dataset } from '../../data/dataset'
import type { ThumbnailQuery, Thumbnails } from '../protocol'

export function findThumbnails(dataset: Dataset, { classIndex, split, offset, limit }: ThumbnailQuery): Thumbnails {
  const { width, height, channels, pixels, labels, splits, classes, paths, count } = dataset
  const splitIndex = split === undefined ? undefined : SPLITS.indexOf(split)
  const found: number[] = []
  let total = 0
  for (let index = 0; index < count; index++) {
    if (classIndex !== undefined && labels[index] !== classIndex) continue
    if (splitIndex !== undefined && splits[index] !== splitIndex) continue
    if (total >= offset && found.length < limit) found.push(index)
    total++
  }

  const area = width * height
  const rgba = new Uint8ClampedArray(found.length * area * 4)
  for (const [place, index] of found.entries()) {
    for (let i = 0; i < area; i++) {
      const from = (index * area + i) * channels
      const to = (place * area + i) * 4
      rgba[to] = pixels[from]!
      rgba[to + 1] = pixels[channels === 1 ? from : from + 1]!
      rgba[to + 2] = pixels[channels === 1 ? from : from + 2]!
      rgba[to + 3] = 255
    }
  }
  const items = found.map((index) => ({
    index,
    label: classes[labels[index]!]!,
    split: SPLITS[splits[index]!]!,
    path: paths[index]!,
  }))
  return { total, items, rgba, width, height }
}
