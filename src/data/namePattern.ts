/** The pattern of files' names that tells where the class stands in them: `{class}.#` reads `cat` off `cat.12.jpg`. */

/**
 * What a pattern is made of, beside the text that stands in the names as it is:
 *
 * - `{class}` is the class;
 * - `*` is anything, and nothing too;
 * - `#` is a whole number, all its digits.
 */
type Part = { readonly kind: 'class' | 'any' | 'digits' } | { readonly kind: 'text'; readonly text: string }

export interface NamePattern {
  readonly parts: readonly Part[]
  /** What the class has not in it: the text that parts it from a `*`. */
  readonly bounds: readonly string[]
  /** Whether it speaks of the name with its ending, such as `.jpg`. */
  readonly hasEnding: boolean
}

export const CLASS_PART = '{class}'

const MAX_PATTERN = 200
/** Longer names fit no pattern. Systems allow 255 letters. */
const MAX_NAME = 512

const IMAGE_ENDING = /\.(jpe?g|png|webp|avif|bmp|gif|tiff?|p[bgpn]m)$/i
const ENDING = /\.[a-z][a-z\d]{1,4}$/i
const DIGIT = /^\d$/

/** The pattern, or one sentence on what is wrong with it. */
export function parsePattern(text: string): NamePattern | { readonly problem: string } {
  if (text.length > MAX_PATTERN)
    return { problem: `The pattern is longer than ${MAX_PATTERN} letters: write * for most.` }
  if (text.includes('/')) return { problem: 'The pattern is of the file’s own name, without its folders.' }
  const parts = partsOf(text.normalize('NFC'))
  const strange = parts.find((part) => part.kind === 'text' && /[{}]/.test(part.text))
  if (strange !== undefined) return { problem: 'Braces are for {class} alone: the others are * and #.' }
  const [place, second] = [...parts.keys()].filter((i) => parts[i]!.kind === 'class')
  if (place === undefined) return { problem: 'Write {class} where the class stands in the names.' }
  if (second !== undefined) return { problem: '{class} may stand there once.' }
  if ([place - 1, place + 1].some((i) => parts[i]?.kind === 'any')) {
    return { problem: 'Put what parts {class} from * between them, such as _ or a dot.' }
  }
  const bounds = [-1, 1].flatMap((step) => {
    const beside = parts[place + step]
    return beside?.kind === 'text' && parts[place + 2 * step]?.kind === 'any' ? [beside.text] : []
  })
  return { parts, bounds, hasEnding: IMAGE_ENDING.test(text) }
}

function partsOf(text: string): Part[] {
  const parts: Part[] = []
  for (const each of text.split(/(\{class\}|\*+|#+)/i)) {
    if (each === '') continue
    if (each.startsWith('*')) parts.push({ kind: 'any' })
    else if (each.startsWith('#')) parts.push({ kind: 'digits' })
    else if (each.toLowerCase() === CLASS_PART) parts.push({ kind: 'class' })
    else parts.push({ kind: 'text', text: each })
  }
  return parts
}

/**
 * The class of a file by its name without folders. Undefined when the name does not fit. Class and `*` are as short as they can be, from the
 * left on, and a class ends where the text between it and a `*` begins.
 */
export function readClass({ parts, bounds, hasEnding }: NamePattern, fileName: string): string | undefined {
  const name = (hasEnding ? fileName : withoutEnding(fileName)).normalize('NFC')
  if (name.length > MAX_NAME) return undefined
  // Where a part does not fit, it fits no better the next time.
  const failed = new Uint8Array((parts.length + 1) * (name.length + 1))
  let [begin, end] = [0, 0]

  const fits = (i: number, at: number): boolean => {
    const part = parts[i]
    if (part === undefined) return at === name.length
    const key = i * (name.length + 1) + at
    if (failed[key] === 1) return false
    if (tryPart(part, i, at)) return true
    failed[key] = 1
    return false
  }
  const tryPart = (part: Part, i: number, at: number): boolean => {
    switch (part.kind) {
      case 'text':
        return name.startsWith(part.text, at) && fits(i + 1, at + part.text.length)
      case 'digits': {
        let to = at
        while (to < name.length && DIGIT.test(name[to]!)) to += 1
        const isWhole = parts[i - 1]?.kind === 'text' || at === 0 || !DIGIT.test(name[at - 1]!)
        return to > at && isWhole && fits(i + 1, to)
      }
      case 'any':
        for (let to = at; to <= name.length; to++) if (fits(i + 1, to)) return true
        return false
      case 'class': {
        const ends = bounds.map((bound) => name.indexOf(bound, at) + bound.length - 1).filter((to) => to >= at)
        const last = Math.min(name.length, ...ends)
        for (let to = at + 1; to <= last; to++) {
          if (!fits(i + 1, to)) continue
          begin = at
          end = to
          return true
        }
        return false
      }
    }
  }
  if (!fits(0, 0)) return undefined
  const label = name.slice(begin, end).trim()
  return label === '' ? undefined : label
}

/** `cat.0` of `cat.0.jpg`. */
export function withoutEnding(fileName: string): string {
  return fileName.replace(ENDING, '')
}
