/** How files are to be read, where they leave a choice. */
import type { CodePageChoice } from '../files/codePages'
import type { ImageSize } from './imageSize'

/** Which columns of a table of images say what: indices from 0. */
export interface ImageColumns {
  readonly path: number
  readonly label: number
  readonly split?: number
}

/** The settings that matter to few images. They are offered where files left them open. */
export type PixelChoice = 'bits' | 'ground' | 'turn'

/** All settings that are offered where files left them open. */
export type OpenChoice = PixelChoice | 'codePage' | 'sameNames' | 'classDepth' | 'masks'

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
  /** Whether rows and columns of every image are exchanged; `auto` is for EMNIST's files, which store them that way. */
  readonly transpose: 'auto' | 'yes' | 'no'
  /** Whether folders of one name that lie in several others, side by side, are one class or one each. */
  readonly sameNames: 'joined' | 'apart'
  /** How many folders further in than the outermost that may be classes the classes are. */
  readonly classDepth: 0 | 1 | 2
  /** Whether masks that lie beside their images are left out. */
  readonly masks: 'out' | 'in'
  /** By the table's full name: the columns that a person chose because the header left it in doubt. */
  readonly columns: Readonly<Record<string, ImageColumns>>
  /** By the full name of a table of pixels: the column that a person chose for the labels, or -1 for none. */
  readonly labels: Readonly<Record<string, number>>
  /** What numbers mean as pixels: `auto` knows the usual scales; with `spread` the least value is black, and the largest white. */
  readonly values: 'auto' | 'spread'
  /**
   * By the place of images (an archive, a folder, or nothing for files by themselves): the pattern by which a person reads classes off their
   * names. By an empty one, folders say the classes.
   */
  readonly names: Readonly<Record<string, string>>
  /** The code page of names in archives and of tables that are no UTF-8. */
  readonly codePage: CodePageChoice
  /** By a table's full name: whether a person takes it out, or takes it in although it was left out. */
  readonly tables: Readonly<Record<string, 'in' | 'out'>>
  /** By the path of a folder that lies beside those of the splits and was left out: whether a person takes it in. */
  readonly folders: Readonly<Record<string, 'in'>>
}

export const DEFAULT_SETTINGS: ImportSettings = {
  colour: 'auto',
  size: 'auto',
  fit: 'contain',
  filter: 'area',
  bits: 'auto',
  ground: 'auto',
  turn: 'exif',
  transpose: 'auto',
  sameNames: 'joined',
  classDepth: 0,
  masks: 'out',
  columns: {},
  labels: {},
  values: 'auto',
  names: {},
  codePage: 'auto',
  tables: {},
  folders: {},
}

/** Settings for files that were read with `before` and others that are added to them. */
export function joinSettings(before: ImportSettings, added: ImportSettings): ImportSettings {
  return {
    ...added,
    columns: { ...before.columns, ...added.columns },
    labels: { ...before.labels, ...added.labels },
    values: before.values === 'spread' ? 'spread' : added.values,
    names: { ...before.names, ...added.names },
    codePage: added.codePage === 'auto' ? before.codePage : added.codePage,
    tables: { ...before.tables, ...added.tables },
    folders: { ...before.folders, ...added.folders },
  }
}

/** What a person must say before files can be read. */
export type ImportQuestion = ColumnsQuestion | LabelQuestion | RangeQuestion | NamesQuestion

/** The answer to a question: a part of the settings. */
export type ImportAnswer = Partial<Pick<ImportSettings, 'columns' | 'labels' | 'values' | 'names'>>

/** The settings with an answer. Answers that were given before stay. */
export function withAnswer(settings: ImportSettings, { columns, labels, values, names }: ImportAnswer): ImportSettings {
  return {
    ...settings,
    columns: { ...settings.columns, ...columns },
    labels: { ...settings.labels, ...labels },
    values: values ?? settings.values,
    names: { ...settings.names, ...names },
  }
}

/** A table whose columns a person must name. */
export interface ColumnsQuestion {
  readonly kind: 'columns'
  /** The table's full name: the key in `ImportSettings.columns`. */
  readonly file: string
  /** The names in its header, or `Column 1`, `Column 2`, ... when it has none. */
  readonly columns: readonly string[]
  /** Its first rows, as text. */
  readonly rows: readonly (readonly string[])[]
  /** The best guess, as far as there is one. */
  readonly guess: Partial<ImageColumns>
}

/** Which column of a table of pixels is the label. */
export interface LabelQuestion {
  readonly kind: 'label'
  /** The table's full name: the key in `ImportSettings.labels`. */
  readonly file: string
  /** The columns that may be the label, with some of their values; -1 is none of them. */
  readonly columns: readonly { readonly column: number; readonly name: string; readonly values: readonly string[] }[]
  /** One of them. */
  readonly guess: number
  /** Whether the table leaves it open, so that a person must say it. */
  readonly isInDoubt: boolean
}

/** Pixels on no known scale: the answer is `values: 'spread'`, or other files. */
export interface RangeQuestion {
  readonly kind: 'range'
  readonly file: string
  /** Which values it has, in a sentence. */
  readonly why: string
}

/** Names of images that say a class in more than one way, or in none that is found. */
export interface NamesQuestion {
  readonly kind: 'names'
  /** Where the images are, as a person knows it. */
  readonly file: string
  /** Keys in `ImportSettings.names`: the answer is for all of them. */
  readonly places: readonly string[]
  /** Some of the images' names, without folders, from all of them. */
  readonly names: readonly string[]
  /** How many images there are. */
  readonly count: number
  /** The patterns that are about as likely, or the one that was taken. */
  readonly guesses: readonly string[]
  /** The one in use; empty where folders say the classes. */
  readonly pattern: string
  /** Why nothing can be read without an answer, in a sentence; absent where it can. */
  readonly problem?: string
}

/** Thrown where a question comes up while files are read. */
export class QuestionRaised extends Error {
  readonly question: ImportQuestion

  constructor(question: ImportQuestion) {
    super(`${question.file} raises a question`)
    this.question = question
  }
}
