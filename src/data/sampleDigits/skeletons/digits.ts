/** The ten digits: the styles in which each is written, and where the hand treats one unlike the others. */
import type { Manner } from '../hand'
import { eight } from './eight'
import { five } from './five'
import { four } from './four'
import { nine } from './nine'
import { one } from './one'
import { seven } from './seven'
import { six } from './six'
import type { Style } from './style'
import { three } from './three'
import { two } from './two'
import { zero } from './zero'

export interface Digit extends Manner {
  readonly styles: readonly Style[]
  /** A digit without width, which no pen is too thick for. */
  readonly slim?: boolean
}

export const digits: readonly Digit[] = [
  { styles: zero, shake: 0.5 },
  { styles: one, slant: 1.25, shake: 0.4, slim: true },
  { styles: two },
  { styles: three },
  { styles: four },
  { styles: five },
  { styles: six },
  { styles: seven, turn: 1.4 },
  { styles: eight },
  { styles: nine },
]
