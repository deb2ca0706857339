/**
 * How samples become bytes where files leave a choice: what is white in 16 bits, what is behind see-through parts, which way is up. Each is
 * decided once for a whole set, since images that were read in different ways can't be compared.
 */
import { counted } from '../../common/text'
import type { ImportSettings, OpenChoice } from '../importSettings'
import type { Ground } from './seeThrough'

export interface PixelForm {
  /** The sample that becomes 255, of files whose samples have 16 bits. Larger ones do too. */
  readonly white: number
  /** Without one, alpha is passed over: colours stay as they are stored. */
  readonly ground: Ground | undefined
  /** Whether images are turned as their Exif data say. */
  readonly turn: ImportSettings['turn']
}

export const AS_STORED: PixelForm = { white: 65_535, ground: undefined, turn: 'exif' }

/** The largest values of 8 to 16 bits, as cameras and scanners use them. */
const WHITES: readonly number[] = [8, 10, 12, 14, 16].map((bits) => 2 ** bits - 1)

/** What decoded images tell together, counted over a set. */
export interface FormFacts {
  /** Images whose samples have 16 bits, and the largest sample in them. */
  readonly deep: number
  readonly deepest: number
  /** Images that are see-through in part, those of them in which anything shows, and the sum of how light that is, from 0 to 255 each. */
  readonly clear: number
  readonly showing: number
  readonly light: number
  /** Images that were turned. */
  readonly turned: number
  /** Files that hold more pictures than the one that was read, as animations and stacks do. */
  readonly several: number
}

export const NO_FACTS: FormFacts = { deep: 0, deepest: 0, clear: 0, showing: 0, light: 0, turned: 0, several: 0 }

export function addFacts(one: FormFacts, other: FormFacts): FormFacts {
  return {
    deep: one.deep + other.deep,
    deepest: Math.max(one.deepest, other.deepest),
    clear: one.clear + other.clear,
    showing: one.showing + other.showing,
    light: one.light + other.light,
    turned: one.turned + other.turned,
    several: one.several + other.several,
  }
}

type FormSettings = Pick<ImportSettings, 'bits' | 'ground' | 'turn'>

/** As the settings say. What they leave to the images is as stored, until the facts of the whole set are known. */
export function decideForm({ bits, ground, turn }: FormSettings, facts: FormFacts = NO_FACTS): PixelForm {
  return {
    white: bits === 'auto' ? leastWhite(facts.deepest) : 2 ** bits - 1,
    ground: ground === 'auto' ? likelyGround(facts) : ground,
    turn,
  }
}

/** The least that holds all samples; a set that is black everywhere says nothing of its white. Larger samples than 16 bits hold have none. */
export function leastWhite(deepest: number): number {
  return deepest === 0 ? AS_STORED.white : (WHITES.find((white) => deepest <= white) ?? AS_STORED.white)
}

/** Dark ink is seen on white, all else on black. */
function likelyGround({ showing, light }: FormFacts): Ground | undefined {
  if (showing === 0) return undefined
  return light / showing < 128 ? 'white' : 'black'
}

/** Whether images with these facts come out otherwise in one form than in the other. */
export function differ(one: PixelForm, other: PixelForm, { deep, clear }: FormFacts): boolean {
  return (deep > 0 && one.white !== other.white) || (clear > 0 && one.ground !== other.ground)
}

/** The settings that make a difference to images with these facts. */
export function findOpen({ deep, clear, turned }: FormFacts): OpenChoice[] {
  return [
    ...(deep > 0 ? (['bits'] as const) : []),
    ...(clear > 0 ? (['ground'] as const) : []),
    ...(turned > 0 ? (['turn'] as const) : []),
  ]
}

/** What was decided where nothing says it, in sentences. `count` is of all images. */
export function noteForm(
  { bits, ground, turn }: FormSettings,
  form: PixelForm,
  { deep, clear, turned, several }: FormFacts,
  count: number,
): string[] {
  const notes: string[] = []
  if (bits === 'auto' && deep > 0 && form.white !== AS_STORED.white) {
    const used = Math.log2(form.white + 1)
    const all = deep === 1 ? 'The image' : `The ${counted(deep, 'images')}`
    notes.push(
      `${all} of 16 bits ${deep === 1 ? 'uses' : 'use'} ${used} of them, so ${form.white.toLocaleString('en-US')} was taken for white: choose another number of bits under How it was read if that makes them too light.`,
    )
  }
  if (ground === 'auto' && clear > 0) {
    const which = clear === 1 ? '1 image is' : `${counted(clear, 'images')} are`
    notes.push(
      form.ground === undefined
        ? `${which} see-through everywhere, so only the colours were read, as they are stored.`
        : `${which} see-through in part, and what shows is ${form.ground === 'white' ? 'dark' : 'light'}, so ${clear === 1 ? 'it was' : 'they were'} laid on ${form.ground}: How it was read has the other ground.`,
    )
  }
  if (turn === 'exif' && turned > 0 && turned < count) {
    const which = turned === 1 ? '1 image was' : `${counted(turned, 'images')} were`
    notes.push(
      `${which} turned as the Exif data in ${turned === 1 ? 'it' : 'them'} say, and the others were not: if some now lie on their side or upside down, choose “As stored” under How it was read.`,
    )
  }
  if (several > 0) {
    const which = several === 1 ? '1 image holds' : `${counted(several, 'images')} hold`
    notes.push(
      `${which} several pictures, as animations and stacks do, and only the first was read: save each picture as a file to use them all.`,
    )
  }
  return notes
}
