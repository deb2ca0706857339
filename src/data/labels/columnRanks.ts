/** Names of the columns of tables of images, and how good each is. */

/** The best name first. */
export const PATH_NAMES = [
  'imagepath',
  'path',
  'filepath',
  'filename',
  'file',
  'imagefile',
  'imagefilename',
  'imagename',
  'image',
  'img',
  'imgpath',
  'imgname',
  'imageid',
  'url',
  'imageurl',
  'name',
  'id',
]
export const LABEL_NAMES = [
  'label',
  'labels',
  'class',
  'classname',
  'classlabel',
  'target',
  'category',
  'y',
  'digit',
  'species',
  'breed',
  'tag',
  'diagnosis',
  'dx',
  'classid',
  'choice',
]
export const SPLIT_NAMES = ['split', 'set', 'subset', 'dataset', 'usage', 'partition', 'phase', 'fold']

/** Names of which one word is a label's, as `Finding Labels` and `category_id`, come behind those that are labels' as a whole. */
export function labelRank(name: string): number {
  const whole = rankOf(name, LABEL_NAMES)
  if (whole < Infinity) return whole
  const words = name.toLowerCase().split(/[^\p{L}]+/u)
  return words.some((word) => /^(labels?|class|category)$/.test(word)) ? LABEL_NAMES.length : Infinity
}

/** Infinity when it is none of them. Capitals, blanks and marks between words don't count. */
export function rankOf(name: string, names: readonly string[]): number {
  const place = names.indexOf(name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
  return place < 0 ? Infinity : place
}
