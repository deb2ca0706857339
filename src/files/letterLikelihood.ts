/**
 * How likely bytes are in a code page, by the letters that they would be. A word of one page reads in another as rare signs, capitals
 * amid small letters, or letters that hardly ever meet.
 *
 * Likelihoods are natural logarithms. Letters' shares are rough ranks of how common they are in the languages of a page, and those of the
 * Korean syllables' parts are rounded from texts; nothing hangs on their second digit.
 */
import { type CodePage, CODE_PAGES, createDecoder, type Script } from './codePages'

/** A letter, digit or mark of ASCII: alike in all pages. */
const ASCII = -3.4
const INVALID = -20
const SIGN = -9
/** Signs that people write: quotation marks, dashes, the euro, degrees. */
const COMMON_SIGN = -7
const COMMON_SIGNS = new Set('€“”„‘’–—…°«»©®№·¡¿')
/** The share of letters with accents, in languages that have them. */
const ACCENTED: Partial<Record<Script, number>> = {
  western: Math.log(0.05),
  central: Math.log(0.07),
  turkish: Math.log(0.06),
}
/** An accented letter next to another one, a capital behind a small letter, a word that is nothing but one accented letter. */
const ACCENTED_AGAIN = -1.5
const CAPITAL_INSIDE = -4
const ALONE = -2.5
/** Letters of another script next to those of ASCII, within a word. */
const MIXED = -6
const MIXED_CJK = -3

/** The letters beyond ASCII of a script, the commonest first. */
const LETTERS: Partial<Record<Script, string>> = {
  western: 'éäüöáèóàíñçãßåêøúâôæîëïõìòùœðþýšžÿ',
  central: 'áíéčłřžšýąężěśćóůúńöüäőűźňďťôľşţăâîđçßëŕĺ',
  turkish: 'ıüşçğöâîûéà',
  cyrillic: 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєўґђјљњћџѓќ',
  greek: 'αοιετσνηυρπκμλςδγωχθφβξζψάόίέήύώϊϋ',
}

const SHARES = new Map(
  Object.entries(LETTERS).map(([script, letters]) => {
    const total = (letters.length * (letters.length + 1)) / 2
    return [script, new Map(Array.from(letters, (letter, i) => [letter, (letters.length - i) / total]))] as const
  }),
)
/** A capital that begins a word, and one behind another. */
const CAPITAL = Math.log(0.1)
const CAPITAL_AGAIN = Math.log(0.5)

/** How likely words are in a page, before anything else is known of them. `words` are bytes without what is between words. */
export function likelihoodOf(words: readonly Uint8Array[], page: CodePage): number {
  const { script } = CODE_PAGES[page]
  const multi = MULTI[page as keyof typeof MULTI] as Lexer | undefined
  let sum = 0
  if (multi !== undefined) {
    let follows = false
    for (const word of words) {
      const found = likelihoodOfPairs(word, multi, follows)
      sum += found.value
      follows = found.follows
    }
    return sum
  }
  const decoder = createDecoder(page)
  for (const word of words) sum += likelihoodOfWord(decoder.decode(word), script)
  return sum
}

/** How likely a word of an alphabet is. It need not come from bytes. */
export function likelihoodOfWord(word: string, script: Script): number {
  const shares = SHARES.get(script)!
  const accented = ACCENTED[script]
  const isLatin = accented !== undefined
  let sum = 0
  let before = ''
  const letters = Array.from(word)
  for (const [i, letter] of letters.entries()) {
    const small = letter.toLowerCase()
    const share = shares.get(letter) ?? shares.get(small)
    if (letter < '\u0080') {
      sum += ASCII
      if (!isLatin && isLetter(letter) && before >= '\u0080' && isLetter(before)) sum += MIXED
      if (isCapital(letter) && before >= '\u0080' && isSmall(before)) sum += CAPITAL_INSIDE
    } else if (share === undefined) {
      sum += letter < '\u00a0' || letter === '\ufffd' ? INVALID : COMMON_SIGNS.has(letter) ? COMMON_SIGN : SIGN
    } else {
      sum += Math.log(share)
      if (isCapital(letter)) sum += isCapital(before) ? CAPITAL_AGAIN : CAPITAL
      if (isCapital(letter) && isSmall(before)) sum += CAPITAL_INSIDE
      if (isLatin) {
        sum += accented
        if (before >= '\u0080') sum += ACCENTED_AGAIN
        if (!isLetter(before) && !isLetter(letters[i + 1] ?? '')) sum += ALONE
      } else if (before !== '' && before < '\u0080' && isLetter(before)) sum += MIXED
    }
    before = letter
  }
  return sum
}

const isLetter = (letter: string): boolean => /^\p{L}/u.test(letter)
const isCapital = (letter: string): boolean => letter !== letter.toLowerCase()
const isSmall = (letter: string): boolean => letter !== letter.toUpperCase()

/**
 * How many bytes a sign takes, and how likely it is. Undefined where a byte begins none. `follows`: whether a sign of one byte came before.
 */
type Lexer = (
  lead: number,
  next: number | undefined,
  follows: boolean,
) => readonly [bytes: number, value: number] | undefined

function likelihoodOfPairs(word: Uint8Array, lexer: Lexer, given: boolean): { value: number; follows: boolean } {
  let sum = 0
  let follows = given
  let before: 'ascii' | 'other' | undefined
  for (let at = 0; at < word.length;) {
    const lead = word[at]!
    const isAscii = lead < 128
    const isLetterOfAscii = (lead | 32) >= 97 && (lead | 32) <= 122
    if (isAscii) {
      sum += ASCII
      if (before === 'other' && isLetterOfAscii) sum += MIXED_CJK
      before = isLetterOfAscii ? 'ascii' : undefined
      at += 1
      continue
    }
    const [bytes, value] = lexer(lead, word[at + 1], follows) ?? [1, INVALID]
    sum += value + (before === 'ascii' ? MIXED_CJK : 0)
    follows ||= bytes === 1 && value > INVALID
    before = 'other'
    at += bytes
  }
  return { value: sum, follows }
}

const within = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to

/** Signs of a set, of which so many are in use by a share of all text. */
const oneOf = (count: number, share: number): number => Math.log(share / count)

const KANA = [oneOf(83, 0.35), oneOf(86, 0.3)] as const
const KANJI = [oneOf(2965, 0.3), oneOf(3390, 0.008)] as const
const HANZI = [oneOf(3755, 0.93), oneOf(3008, 0.05)] as const
const TRADITIONAL = [oneOf(5401, 0.93), oneOf(7652, 0.03)] as const
/** From 0xA1 on: how common each is among half-width katakana, as a rank that is best at 10. */
const HALF_WIDTH_RANKS = [
  ...[1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 3, 2, 6, 10, 8, 9, 4, 3, 5, 6, 5, 8, 4, 5, 4, 7, 10, 3, 2, 7, 3, 2, 4, 9],
  ...[4, 4, 1, 2, 1, 5, 2, 6, 2, 3, 5, 4, 2, 3, 3, 1, 1, 1, 8, 7, 9, 5, 4, 2, 10, 9, 4],
]
const HALF_WIDTH = HALF_WIDTH_RANKS.map((rank) => Math.log(rank / HALF_WIDTH_RANKS.reduce((sum, each) => sum + each)))
const HALF_WIDTH_AT_ALL = -6
/** Letters and digits of ASCII in the width of a Chinese sign, and other signs of that width. */
const WIDE = -8
const DOUBLE_SIGN = -11
const RARE = -15
const ODD = -18

const MULTI = {
  gb18030(lead, next) {
    if (next === undefined || !within(lead, 0x81, 0xfe)) return undefined
    if (within(next, 0x30, 0x39)) return [4, ODD]
    if (next < 0x40 || next === 0x7f || next === 0xff) return undefined
    if (next < 0xa1 || lead < 0xa1) return [2, RARE]
    if (lead <= 0xa3) return [2, lead === 0xa3 ? WIDE : DOUBLE_SIGN]
    if (lead <= 0xa9) return [2, -13]
    if (within(lead, 0xb0, 0xd7)) return [2, HANZI[0]]
    return [2, within(lead, 0xd8, 0xf7) ? HANZI[1] : INVALID]
  },
  big5(lead, next) {
    if (next === undefined || !within(lead, 0x81, 0xfe)) return undefined
    if (!within(next, 0x40, 0x7e) && !within(next, 0xa1, 0xfe)) return undefined
    if (within(lead, 0xa4, 0xc6)) return [2, TRADITIONAL[0]]
    if (within(lead, 0xa1, 0xa3)) return [2, DOUBLE_SIGN]
    return [2, within(lead, 0xc9, 0xf9) ? TRADITIONAL[1] : ODD]
  },
  shift_jis(lead, next, follows) {
    // Half-width katakana take one byte each, so nearly any text of another page would do. Who writes one writes several.
    if (within(lead, 0xa1, 0xdf)) return [1, HALF_WIDTH[lead - 0xa1]! + (follows ? 0 : HALF_WIDTH_AT_ALL)]
    if (next === undefined || (!within(lead, 0x81, 0x9f) && !within(lead, 0xe0, 0xfc))) return undefined
    if (!within(next, 0x40, 0xfc) || next === 0x7f) return undefined
    const pair = lead * 256 + next
    if (within(pair, 0x829f, 0x82f1)) return [2, KANA[0]]
    if (within(pair, 0x8340, 0x8396) || pair === 0x815b) return [2, KANA[1]]
    if (lead <= 0x82) return [2, lead === 0x82 ? WIDE : DOUBLE_SIGN]
    if (within(pair, 0x889f, 0x9872)) return [2, KANJI[0]]
    return [2, within(pair, 0x989f, 0xeaa4) ? KANJI[1] : ODD]
  },
  'euc-jp'(lead, next) {
    if (next === undefined || !within(next, 0xa1, 0xfe)) return undefined
    if (lead === 0x8e) return [2, -12]
    if (lead === 0x8f) return [3, ODD]
    if (!within(lead, 0xa1, 0xfe)) return undefined
    if (lead === 0xa4) return [2, KANA[0]]
    if (lead === 0xa5) return [2, KANA[1]]
    if (lead === 0xa1 || lead === 0xa3) return [2, lead === 0xa3 ? WIDE : DOUBLE_SIGN]
    if (within(lead, 0xb0, 0xcf)) return [2, KANJI[0]]
    return [2, within(lead, 0xd0, 0xf4) ? KANJI[1] : ODD]
  },
  'euc-kr'(lead, next) {
    if (next === undefined || !within(lead, 0x81, 0xfe)) return undefined
    const text = createDecoder('euc-kr').decode(Uint8Array.of(lead, next))
    const code = text.codePointAt(0)!
    if (text.length !== 1 || code === 0xfffd) return undefined
    if (within(code, 0xac00, 0xd7a3))
      return [2, likelihoodOfSyllable(code - 0xac00) - (next < 0xa1 || lead < 0xa1 ? 3 : 0)]
    if (within(lead, 0xa1, 0xa4)) return [2, DOUBLE_SIGN]
    return [2, within(lead, 0xca, 0xfd) ? -14 : ODD]
  },
} as const satisfies Readonly<Record<string, Lexer>>

/** In thousandths, in Unicode's order: what a Korean syllable begins with, its vowel, and what it ends in. */
const INITIALS = [140, 8, 60, 80, 8, 70, 50, 60, 4, 100, 6, 220, 100, 3, 30, 20, 20, 20, 70]
const VOWELS = [200, 50, 20, 1, 100, 50, 50, 5, 110, 20, 3, 8, 20, 80, 8, 2, 8, 20, 90, 8, 170]
const FINALS = [550, 60, 1, 1, 120, 1, 2, 3, 80, 2, 1, 1, 1, 1, 1, 1, 40, 20, 2, 20, 5, 100, 2, 2, 2, 5, 5, 3]

function likelihoodOfSyllable(code: number): number {
  const parts = [INITIALS[Math.floor(code / 588)]!, VOWELS[Math.floor(code / 28) % 21]!, FINALS[code % 28]!]
  return parts.reduce((sum, thousandths) => sum + Math.log(thousandths / 1000), 0)
}
