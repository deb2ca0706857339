/** Names of columns in the tables that people have. */
import { splitsInName } from '../labels/fileNames'

const LABELS = new Set([
  'label',
  'labels',
  'class',
  'classes',
  'classname',
  'target',
  'y',
  'digit',
  'category',
  'species',
  'truth',
])
const INDICES = new Set(['', 'unnamed0', 'index', 'idx', 'id', 'rowid', 'imageid', 'no', 'nr', 'number'])
const SPLITS = new Set(['split', 'set', 'subset', 'usage', 'fold', 'partition'])
/** Letters before a pixel's number, such as `pixel0`, `px_1_2`, `V785` or `r12`. */
const PIXEL =
  /^(pixels?|pix|px|p|v|x|c|col|column|f|feature|attr|attribute|r|g|b|red|green|blue|grey|gray)?[^a-z0-9]*\d+/i

export const isLabelName = (name: string): boolean => LABELS.has(bare(name))
export const isIndexName = (name: string): boolean => INDICES.has(bare(name))
export const isSplitName = (name: string): boolean => SPLITS.has(bare(name))
/** Such as `is_valid`, `train` or `train_test_split`: the column speaks of a split, and is never a label. */
export const isSplitFlagName = (name: string): boolean => !isSplitName(name) && splitsInName(name).length > 0
export const isPixelName = (name: string): boolean => PIXEL.test(name)

/** Without capitals and whatever is no letter or digit. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
