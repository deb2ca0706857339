/** Reads the names of files and folders: which split, whether images or labels, and which files belong together. */
import { SPLITS } from '../../model/split'

const SPLIT_WORDS: readonly (readonly [split: (typeof SPLITS)[number], pattern: RegExp])[] = [
  ['train', /^(train|training|trainset|trn|tra)\d*$/],
  ['validation', /^(val|valid|validation|valset|dev|eval)\d*$/],
  ['test', /^(test|testing|testset|tst|tes|t10k)\d*$/],
]
const IMAGE_WORDS = /^(x|images?|imgs?|features?|pixels?|inputs?)$/
const LABEL_WORDS = /^(y|labels?|targets?|class|classes|outputs?)$/
/** Words that say nothing about which files belong together. */
const IDLE_WORDS = /^(data|dataset|set|file|idx\d?|ubyte)$/
/** `Xtrain`, `trainlabels`: two words without anything between. */
const FUSED =
  /^(?<first>x|y|images?|labels?|features?|targets?|train|training|test|testing|val|valid|validation)(?<second>x|y|images?|labels?|features?|targets?|train|training|test|testing|val|valid|validation)$/

/** One or two. Some are splits, as in `zip.train`. */
const EXTENSIONS = /(\.[a-z][\w-]{0,11}){1,2}$/i

export interface NameParts {
  /** The index of a split in SPLITS. */
  readonly split: number | undefined
  readonly role: 'images' | 'labels' | undefined
  /** The remaining words. They are the same for files that belong together. */
  readonly rest: string
}

/** Reads a file's name, whatever its folders and extensions: `X_train.tsv`, `t10k-labels-idx1-ubyte`, `trainImages.npy`. */
export function readName(path: string): NameParts {
  let split: number | undefined
  let role: NameParts['role']
  const rest: string[] = []
  for (const word of wordsOf(
    fileName(path).replace(EXTENSIONS, (all) => (splitOfName(all) === undefined ? '' : all)),
  )) {
    const own = splitOfWord(word)
    if (own !== undefined) split ??= own
    else if (IMAGE_WORDS.test(word)) role ??= 'images'
    else if (LABEL_WORDS.test(word)) role ??= 'labels'
    else if (!IDLE_WORDS.test(word)) rest.push(word)
  }
  return { split, role, rest: rest.join(' ') }
}

/** The split that a folder's or an archive's name stands for, such as `train`, `Validation` or `test_set`. */
export function splitOfName(name: string): number | undefined {
  for (const word of wordsOf(name)) {
    const split = splitOfWord(word)
    if (split !== undefined) return split
  }
  return undefined
}

/** Whether a name says a split and nothing else, as `train`, `test1` and `training_set` do, and `train station` does not. */
export function isSplitAlone(name: string): boolean {
  const words = wordsOf(name)
  const isIdle = (word: string): boolean => IDLE_WORDS.test(word) || IMAGE_WORDS.test(word)
  return splitOfName(name) !== undefined && words.every((word) => splitOfWord(word) !== undefined || isIdle(word))
}

/** The splits that a name speaks of, in its order: `train_test_split` of two. */
export function splitsInName(name: string): number[] {
  const splits = wordsOf(name).map(splitOfWord)
  return [...new Set(splits.filter((split) => split !== undefined))]
}

/** The split that the nearest folder with such a name stands for, or the file's own name. */
export function splitOfPath(path: string): number | undefined {
  const own = readName(path).split
  return (
    own ??
    path
      .split('/')
      .slice(0, -1)
      .map(splitOfName)
      .findLast((split) => split !== undefined)
  )
}

/** Without the folders. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Without the extension; the folders stay. */
export function withoutExtension(path: string): string {
  return path.replace(/\.[^./]+$/, '')
}

function splitOfWord(word: string): number | undefined {
  const found = SPLIT_WORDS.find(([, pattern]) => pattern.test(word))
  return found && SPLITS.indexOf(found[0])
}

function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => {
      const { first, second } = FUSED.exec(word)?.groups ?? {}
      return first === undefined || second === undefined ? [word] : [first, second]
    })
    .filter((word) => word !== '')
}
