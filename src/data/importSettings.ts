/** How files are to be read, where they leave a choice. */
import type { ImageSize } from './imageSize'

/** Which columns of a table of images say what: indices from 0. */
export interface ImageColumns {
  readonly path: number
  readonly label: number
  readonly split?: number
}

/** The settings that matter to few files. They are offered where files left them open. */
export type PixelChoice = 'bits' | 'ground' | 'turn'

export interface ImportSettings {
  /** `auto` keeps three channels when any image has colours. */
  readonly colour: 'auto' | 'grey' | 'rgb'
  /** The size that every image is brought to, in pixels; `auto` is the size that most have, at most 256 a side, or one near the middle when they are mixed. */
  readonly size: 'auto' | ImageSize
  /**
   * How an image of another shape is brought to the size:
   *
   * - `contain` shows it whole, with black beside it.
   * - `cover` fills the size and cuts.
   * - `stretch` changes its shape.
   */
  readonly fit: 'contain' | 'cover' | 'stretch'
  /** How pixels are reckoned: the mean of the area under each, or the nearest one. */
  readonly filter: 'area' | 'nearest'
  /** How many bits hold the samples of files that have 16 for each; `auto` is the fewest of these that hold all of a set. */
  readonly bits: 'auto' | 8 | 10 | 12 | 14 | 16
  /** What is behind the see-through parts of images; `auto` is white where what shows is dark, else black. */
  readonly ground: 'auto' | 'black' | 'white'
  /** Whether images are turned as the Exif data in them say. */
  readonly turn: 'exif' | 'stored'
  /** By the table's name: the columns that a person chose because the header left it in doubt. */
  readonly columns: Readonly<Record<string, ImageColumns>>
}

export const DEFAULT_SETTINGS: ImportSettings = {
  colour: 'auto',
  size: 'auto',
  fit: 'contain',
  filter: 'area',
  bits: 'auto',
  ground: 'auto',
  turn: 'exif',
  columns: {},
}

/** A table whose columns a person must name. */
export interface ColumnsQuestion {
  /** The table's name: the key in `ImportSettings.columns`. */
  readonly file: string
  /** The names in its header, or `Column 1`, `Column 2`, ... when it has none. */
  readonly columns: readonly string[]
  /** Its first rows, as text. */
  readonly rows: readonly (readonly string[])[]
  /** The best guess, as far as there is one. */
  readonly guess: Partial<ImageColumns>
}
