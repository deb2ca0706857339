/** Some of the images of a split, where all would take long. */
import { createRandom } from '../random'
import { stratify } from '../stratify'

/**
 * So many of the images, ascending: of each class its share, and one at least. Classes of one image come on top. Where there are more classes
 * than may be drawn, images are drawn from all alike.
 * @param labels of all images of the dataset.
 */
export function drawImages(
  images: Uint32Array,
  labels: Uint16Array,
  most: number,
  seed: number,
): Uint32Array<ArrayBuffer> {
  if (images.length <= most) return Uint32Array.from(images)
  const byClass: number[][] = []
  for (const image of images) (byClass[labels[image]!] ??= []).push(image)
  const classes = byClass.filter((own) => own.length > 0)
  const random = createRandom(seed)
  if (classes.length > most) return random.shuffle(Uint32Array.from(images)).slice(0, most).toSorted()
  // What stratify takes is left out: of every class one stays.
  const out = stratify(
    classes.map((own) => own.length),
    1 - most / images.length,
  )
  const drawn = classes.flatMap((own, at) => random.shuffle(own).slice(out[at]))
  return Uint32Array.from(drawn.toSorted((one, other) => one - other))
}
