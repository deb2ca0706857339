/** Finds masks that lie beside the images that they are of, as in sets for segmentation: they are no images of a class. */
import { fileName, withoutExtension } from './fileNames'

/** What stands behind the name of the image: `benign (1)_mask_1`. */
const MASK_NAME = /[ _-](mask|segmentation|seg|gt|groundtruth|superpixels)([ _-]?\d+)?$/i
const MASK_FOLDER = /^(masks?|segmentations?|ground[ _-]?truths?|gt|annotations?)$/i
/** A class may be called `mask` as well: then the one beside it is called otherwise. */
const IMAGE_FOLDER = /^(images?|imgs?|pictures|photos|originals?|jpegimages)$/i
/** The share of masks that must have an image of their name. */
const NEARLY_ALL = 0.9

/** The places of masks in the list of paths. */
export function findMasks(paths: readonly string[]): number[] {
  const known = new Set(paths.map((path) => withoutExtension(path)))
  const folders = new Map<string, number[]>()
  const masks: number[] = []
  for (const [place, path] of paths.entries()) {
    const folder = path.slice(0, path.lastIndexOf('/'))
    if (MASK_FOLDER.test(fileName(folder))) {
      const own = folders.get(folder)
      if (own === undefined) folders.set(folder, [place])
      else own.push(place)
      continue
    }
    const stem = withoutExtension(path)
    const image = stem.replace(MASK_NAME, '')
    if (image !== stem && known.has(image)) masks.push(place)
  }
  if (folders.size === 0) return masks
  const siblings = new Map<string, string[]>()
  for (const folder of new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))))) {
    if (!IMAGE_FOLDER.test(fileName(folder))) continue
    const above = folder.slice(0, folder.lastIndexOf('/') + 1)
    siblings.set(above, [...(siblings.get(above) ?? []), folder])
  }
  for (const [folder, places] of folders) {
    const beside = siblings.get(folder.slice(0, folder.lastIndexOf('/') + 1)) ?? []
    const isOf = (place: number): boolean => {
      const name = withoutExtension(fileName(paths[place]!))
      return beside.some((own) => known.has(`${own}/${name}`) || known.has(`${own}/${name.replace(MASK_NAME, '')}`))
    }
    if (places.filter(isOf).length >= NEARLY_ALL * places.length) masks.push(...places)
  }
  return masks.toSorted((a, b) => a - b)
}
