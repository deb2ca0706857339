/** How files were read, in words, and why they can't be read in another way. */
import type { DatasetSummary } from '../../engine/protocol/data'
import { CODE_PAGES, type CodePage, type CodePageChoice, pagesOf, type Script, SCRIPTS } from '../../files/codePages'
import { DEFAULT_SETTINGS, type ImportSettings, type OpenChoice } from '../../data/importSettings'
import { UNDER_WAY } from '../../store/session/underWay'
import { formatAmount } from '../../ui/format'

export const FITS: readonly { readonly value: ImportSettings['fit']; readonly label: string }[] = [
  { value: 'contain', label: 'Whole, with black beside it' },
  { value: 'cover', label: 'Filling it, edges cut off' },
  { value: 'stretch', label: 'Stretched' },
]

export const FILTERS: readonly { readonly value: ImportSettings['filter']; readonly label: string }[] = [
  { value: 'area', label: 'Mean of the area' },
  { value: 'nearest', label: 'Nearest pixel' },
]

export const COLOURS: readonly { readonly value: ImportSettings['colour']; readonly label: string }[] = [
  { value: 'auto', label: 'As in the files' },
  { value: 'grey', label: 'Grey' },
  { value: 'rgb', label: 'Colour' },
]

export const BITS: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'auto', label: 'The fewest that hold all' },
  ...[8, 10, 12, 14, 16].map((bits) => ({
    value: String(bits),
    label: `${bits} bits, ${(2 ** bits - 1).toLocaleString('en-US')} is white`,
  })),
]

export const GROUNDS: readonly { readonly value: ImportSettings['ground']; readonly label: string }[] = [
  { value: 'auto', label: 'White behind what is dark, else black' },
  { value: 'white', label: 'White' },
  { value: 'black', label: 'Black' },
]

export const TURNS: readonly { readonly value: ImportSettings['turn']; readonly label: string }[] = [
  { value: 'exif', label: 'As the Exif data say' },
  { value: 'stored', label: 'As stored' },
]

export const TRANSPOSITIONS: readonly { readonly value: ImportSettings['transpose']; readonly label: string }[] = [
  { value: 'auto', label: 'EMNIST’s files' },
  { value: 'yes', label: 'Every image' },
  { value: 'no', label: 'No image' },
]

/** Each script, and where it has several pages, each of them. */
export const CODE_PAGE_CHOICES: readonly { readonly value: CodePageChoice; readonly label: string }[] = [
  { value: 'auto', label: 'As the letters suggest' },
  ...(Object.keys(SCRIPTS) as Script[]).flatMap((script) => {
    const pages = pagesOf(script)
    const named = (page: CodePage): string => `${SCRIPTS[script]}: ${CODE_PAGES[page].name}`
    return pages.length === 1
      ? [{ value: pages[0]!, label: named(pages[0]!) }]
      : [{ value: script, label: SCRIPTS[script] }, ...pages.map((page) => ({ value: page, label: named(page) }))]
  }),
]

export const SAME_NAMES: readonly { readonly value: ImportSettings['sameNames']; readonly label: string }[] = [
  { value: 'joined', label: 'One class' },
  { value: 'apart', label: 'One class each' },
]

export const CLASS_DEPTHS: readonly { readonly value: string; readonly label: string }[] = [
  { value: '0', label: 'The outer folders' },
  { value: '1', label: 'One level further in' },
  { value: '2', label: 'Two levels further in' },
]

export const MASKS: readonly { readonly value: ImportSettings['masks']; readonly label: string }[] = [
  { value: 'out', label: 'Left out' },
  { value: 'in', label: 'Images like others' },
]

/** Whether a setting of few files is offered: where it makes a difference, or was changed. */
export function isOffered(choice: OpenChoice, settings: ImportSettings, open: readonly OpenChoice[] = []): boolean {
  return open.includes(choice) || settings[choice] !== DEFAULT_SETTINGS[choice]
}

export const VALUES: readonly { readonly value: ImportSettings['values']; readonly label: string }[] = [
  { value: 'auto', label: 'By their scale' },
  { value: 'spread', label: 'From the least to the largest' },
]

/** The largest side that images may be brought to, in pixels. */
export const LARGEST_SIDE = 4096

export function describeReading({
  width,
  height,
  sizes,
  settings,
}: Pick<DatasetSummary, 'width' | 'height' | 'sizes' | 'settings'>): string {
  const size = `${width} × ${height} pixels`
  if (!sizes || !settings || sizes.fitted === 0) return `All images have ${size}, as they came.`
  const { smallest, largest, fitted } = sizes
  const fit = FITS.find(({ value }) => value === settings.fit)?.label.toLowerCase() ?? settings.fit
  if (smallest.width === largest.width && smallest.height === largest.height) {
    return `${formatAmount(fitted, 'image')} of ${largest.width} × ${largest.height} ${fitted === 1 ? 'was' : 'were'} brought to ${size}: ${fit}.`
  }
  const range = `${smallest.width} × ${smallest.height} to ${largest.width} × ${largest.height}`
  return `${formatAmount(fitted, 'image')} of other sizes, ${range}, ${fitted === 1 ? 'was' : 'were'} brought to ${size}: ${fit}.`
}

export interface ReadingFacts {
  readonly dataset: Pick<DatasetSummary, 'settings'>
  readonly importing: boolean
  readonly training: boolean
}

/** One sentence, or nothing when they can be read again. */
export function whyNotReread({ dataset, importing, training }: ReadingFacts): string | undefined {
  if (!dataset.settings)
    return 'These images did not come from files of this visit, so they can’t be read in another way.'
  if (training) return UNDER_WAY.training
  if (importing) return UNDER_WAY.reading
  return undefined
}

/** One sentence when a side of the size is wrong. */
export function findSideProblem(name: string, side: number): string | undefined {
  if (Number.isInteger(side) && side >= 1 && side <= LARGEST_SIDE) return undefined
  return `${name} must be a whole number from 1 to ${LARGEST_SIDE}.`
}
