/**
 * In which code page the text of a drop is read: names in archives and tables that are no UTF-8. All words of a file count together, and
 * files of one drop are taken for those of one computer where that makes them agree.
 */
import { joinWords } from '../common/text'
import {
  CODE_PAGES,
  type CodePage,
  type CodePageChoice,
  createDecoder,
  isCodePage,
  pagesOf,
  type Script,
} from './codePages'
import { likelihoodOf, likelihoodOfWord } from './letterLikelihood'

/** Different words of a file that are looked at, and their bytes. */
const MOST_WORDS = 400
const MOST_BYTES = 4096
/** A page is in doubt when another one is at most so much less likely, as a logarithm. */
const DOUBT = 4
/** How much more likely it is that the files of a drop come from one country. */
const ONE_COUNTRY = 3
/** How much one word tells that stands in two files. */
const AGREEING_WORD = 6
/** Few letters that make UTF-8 may do so by chance. */
const FEW_LETTERS = 3
const UTF8 = 2

export type TextKind = 'names' | 'text'

interface Source {
  readonly file: string
  readonly kind: TextKind
  readonly words: readonly Uint8Array[]
  readonly page: CodePage | 'utf-8'
  /** How likely it is in its page. */
  readonly value: number
  /** A page that is about as likely, and in which it reads otherwise. */
  readonly rival?: CodePage | undefined
}

/** The distinct words of `bytes` with letters beyond ASCII. What is no part of a letter in any page is between words. */
export function wordsBeyondAscii(
  bytes: Uint8Array,
  words: Map<string, Uint8Array> = new Map(),
): Map<string, Uint8Array> {
  let taken = 0
  let begin = 0
  let isBeyond = false
  for (let at = 0; at <= bytes.length && words.size < MOST_WORDS && taken < MOST_BYTES; at++) {
    const byte = bytes[at] ?? 0
    if (byte >= 128) isBeyond = true
    if (byte >= 0x30 && (byte < 0x3a || byte > 0x3f)) continue
    if (isBeyond) {
      const word = bytes.slice(begin, at)
      words.set(String.fromCharCode(...word.subarray(0, 200)), word)
      taken += word.length
    }
    begin = at + 1
    isBeyond = false
  }
  return words
}

/** The likeliest page of these words. */
export function likeliestPage(words: readonly Uint8Array[], kind: TextKind): CodePage {
  return rank(words, kind, 'auto')[0]!.page
}

export class TextReading {
  /** What a person chose. */
  readonly choice: CodePageChoice
  private readonly among: CodePageChoice
  private readonly sources = new Map<string, Source>()
  /** Words of files in UTF-8. */
  private readonly known = new Set<string>()

  /** `among` limits what is guessed, as `commonScript` of an earlier look says. */
  constructor(choice: CodePageChoice = 'auto', among: CodePageChoice = choice) {
    this.choice = choice
    this.among = among
  }

  /** The page of a file by its words beyond ASCII, of which there is one at least. `isUtf8`: all of it may be UTF-8. */
  pageOf(file: string, kind: TextKind, words: readonly Uint8Array[], isUtf8: boolean): CodePage | 'utf-8' {
    const [best, ...others] = rank(words, kind, this.among)
    const key = `${kind} ${file}`
    if (isUtf8) {
      const value = likelihoodAsUtf8(words)
      if (best!.value < value - DOUBT) {
        for (const word of words) for (const stem of stemsOf(utf8.decode(word))) this.known.add(stem)
        return 'utf-8'
      }
      if (this.among === 'auto') {
        this.sources.set(key, { file, kind, words, page: 'utf-8', value, rival: best!.page })
        return 'utf-8'
      }
    }
    const { page, value } = best!
    const text = readIn(words, page)
    const rival = others.find((other) => readIn(words, other.page) !== text)
    const isInDoubt = rival !== undefined && rival.value > value - DOUBT
    this.sources.set(key, { file, kind, words, page, value, ...(isInDoubt && { rival: rival.page }) })
    return page
  }

  /** Whether any text left its page open. */
  isOpen(isUsed: (file: string) => boolean): boolean {
    return this.usedSources(isUsed).length > 0
  }

  /**
   * The script in which all files of the drop are likelier than each by itself, since they come from one computer or name the same things.
   * Undefined where they are read in it already, or are likelier apart.
   */
  commonScript(): Script | undefined {
    const sources = [...this.sources.values()]
    if (this.among !== 'auto' || sources.length === 0 || (sources.length === 1 && this.known.size === 0))
      return undefined
    const apart = sources.reduce((sum, { value }) => sum + value, 0) - ONE_COUNTRY * (sources.length - 1)
    const scripts = [...new Set(pagesOf('auto').map((page) => CODE_PAGES[page].script))]
    const [first] = scripts
      .map((script) => {
        const read = sources.map((source) => ({ ...source, ...rank(source.words, source.kind, script)[0]! }))
        const value = read.reduce((sum, each) => sum + each.value, 0) + AGREEING_WORD * this.countAgreeing(read)
        return { script, value }
      })
      .toSorted((a, b) => b.value - a.value)
    const isSo = sources.every(({ page }) => page !== 'utf-8' && CODE_PAGES[page].script === first!.script)
    return isSo || first!.value < apart ? undefined : first!.script
  }

  /** Which files were read in which page, in sentences, as far as they are used. */
  notes(isUsed: (file: string) => boolean): string[] {
    const groups = new Map<string, Source[]>()
    const sources = this.usedSources(isUsed)
    const certain = new Set(sources.flatMap(({ page, rival }) => (rival === undefined ? scriptOf(page) : [])))
    for (const given of sources) {
      // What is clear of one file settles it for those beside.
      const isSettled = scriptOf(given.page).some(
        (script) => certain.has(script) && !scriptOf(given.rival).includes(script),
      )
      const source = isSettled ? { ...given, rival: undefined } : given
      const key = `${source.page} ${source.rival ?? ''}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [source])
      else group.push(source)
    }
    return [...groups.values()].map((group) => {
      const { page, rival } = group[0]!
      const what = (['names', 'text'] as const).flatMap((kind) => {
        const files = group.filter((source) => source.kind === kind).map(({ file }) => file)
        return files.length === 0 ? [] : [`${kind} in ${listed(files)}`]
      })
      const subject = what.join(' and ')
      const verb = group.some(({ kind }) => kind === 'names') || group.length > 1 ? 'were' : 'was'
      const how = this.choice === 'auto' ? 'a guess' : 'as you chose'
      const name = page === 'utf-8' ? 'UTF-8' : CODE_PAGES[page].name
      const doubt =
        rival === undefined || isCodePage(this.choice)
          ? ''
          : ` With so few letters, ${CODE_PAGES[rival].name} is about as likely.`
      return `${subject[0]!.toUpperCase()}${subject.slice(1)} ${verb} read as ${name}, ${how}.${doubt}`
    })
  }

  /** Names count always; text counts where its table is of use. */
  private usedSources(isUsed: (file: string) => boolean): Source[] {
    return [...this.sources.values()].filter(({ kind, file }) => kind === 'names' || isUsed(file))
  }

  /** Words that stand in several of the files, or in one of them and in one that is UTF-8. */
  private countAgreeing(read: readonly { readonly words: readonly Uint8Array[]; readonly page: CodePage }[]): number {
    const counts = new Map<string, number>()
    for (const { words, page } of read) {
      const decoder = createDecoder(page)
      const stems = new Set(words.flatMap((word) => stemsOf(decoder.decode(word))))
      for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    }
    return [...counts].filter(([stem, count]) => count > 1 || this.known.has(stem)).length
  }
}

const utf8 = new TextDecoder()

function scriptOf(page: CodePage | 'utf-8' | undefined): Script[] {
  return page === undefined || page === 'utf-8' ? [] : [CODE_PAGES[page].script]
}

interface Ranked {
  readonly page: CodePage
  readonly value: number
}

function rank(words: readonly Uint8Array[], kind: TextKind, among: CodePageChoice): Ranked[] {
  return pagesOf(among)
    .map((page) => ({ page, value: likelihoodOf(words, page) + CODE_PAGES[page][kind] }))
    .toSorted((a, b) => b.value - a.value)
}

function readIn(words: readonly Uint8Array[], page: CodePage): string {
  const decoder = createDecoder(page)
  return words.map((word) => decoder.decode(word)).join('\n')
}

/** Infinite where it can be no chance that the words are UTF-8. Two letters of it read as one Chinese or Korean sign, and so on. */
function likelihoodAsUtf8(words: readonly Uint8Array[]): number {
  const texts = words.map((word) => utf8.decode(word))
  const letters = new Set(Array.from(texts.join('')).filter((letter) => letter >= '\u0080'))
  if (letters.size > FEW_LETTERS || Array.from(letters).some((letter) => letter >= '\u0250')) return Infinity
  return texts.reduce((sum, text) => sum + likelihoodOfWord(text, 'western'), UTF8)
}

function stemsOf(word: string): string[] {
  return word.split(/[^\p{L}\p{M}]+/u).filter((stem) => /\P{ASCII}/u.test(stem))
}

function listed(files: readonly string[]): string {
  return joinWords(files.length > 3 ? [...files.slice(0, 2), `${files.length - 2} more`] : files)
}
