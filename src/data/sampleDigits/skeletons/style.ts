/** One way in which people write a digit, and how common it is. */
import type { Dice } from '../dice'
import type { Stroke } from '../strokes'

export interface Style {
  /** How often this style is drawn, relative to the digit's other styles. */
  readonly weight: number
  /** The pen's strokes, in a box of height 1; proportions vary from draw to draw. */
  sketch(dice: Dice): Stroke[]
}
