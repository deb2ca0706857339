/** Reads splits off files' names, as `train_cat_1.png` and `test_cat_2.png` have them. */
import { quoted } from '../../common/text'
import { SPLITS } from '../../model/split'
import { splitOfName } from './fileNames'

const TRAIN = SPLITS.indexOf('train')
/** The share of names that must say a split in the same place. */
const FEWEST_SAYING = 0.95
const SEPARATOR = /[^\p{L}\p{M}\p{N}]+/u
/** A number behind the word counts, as in `train12`. */
const WORD = /^\p{L}+\d*$/u
/** Places from either end of a name that are looked at: names are as long as they like. */
const PLACES = [0, 1, 2, 3, -2, -3, -4] as const

export interface SplitsInNames {
  /** For each name, the index of its split in SPLITS; undefined where it says none. */
  readonly splits: readonly (number | undefined)[]
  /** What was decided, in a sentence. */
  readonly note: string
}

/** Undefined unless nearly all of these names, without folders, say train or another split in one place, and both occur. */
export function findSplitsInNames(fileNames: readonly string[]): SplitsInNames | undefined {
  const words = fileNames.map((name) => name.split(SEPARATOR))
  for (const place of PLACES) {
    const splits = words.map((own) => splitOfWord(own.at(place)))
    const said = splits.filter((split) => split !== undefined)
    if (said.length < FEWEST_SAYING * fileNames.length) continue
    if (!said.includes(TRAIN) || said.every((split) => split === TRAIN)) continue
    const shown = splits.findIndex((split) => split !== undefined && split !== TRAIN)
    const note = `The files’ names say the splits: ${quoted(fileNames[shown]!)} is of the ${SPLITS[splits[shown]!]!} split. “At random” under Splits draws others.`
    return { splits, note }
  }
  return undefined
}

function splitOfWord(word: string | undefined): number | undefined {
  return word !== undefined && WORD.test(word) ? splitOfName(word) : undefined
}
