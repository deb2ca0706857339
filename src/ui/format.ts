/** How numbers are written on the page: English grouping, few digits, units. */

const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' })
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

export function formatCount(value: number): string {
  return COUNT.format(value)
}

/** `1 image`, `70,000 images`. */
export function formatAmount(value: number, noun: string, plural = `${noun}s`): string {
  return `${COUNT.format(value)} ${value === 1 ? noun : plural}`
}

/** `6.24M`. */
export function formatCompact(value: number): string {
  return COMPACT.format(value)
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** Decimal units: 1 kB is 1,000 bytes. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 ? COUNT.format(value) : value.toPrecision(3)} ${BYTE_UNITS[power]}`
}

/** A narrow blank and the sign: no line ends between them and their number. */
export const PERCENT = '\u202f%'

/** A share of 1 with two digits after the point, `98.85 %`; a dash when there is none. */
export function formatPercent(share: number | null | undefined, digits = 2): string {
  return share === null || share === undefined || Number.isNaN(share)
    ? '–'
    : `${(share * 100).toFixed(digits)}${PERCENT}`
}

/** A loss with four digits after the point, in powers of ten once it is huge. */
export function formatLoss(loss: number): string {
  return Math.abs(loss) >= 1e4 ? loss.toExponential(2) : loss.toFixed(4)
}

/** `0.8 s`, `42 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`
}

/** A short time in milliseconds with three digits: `2.53 s`, `12.3 ms`, `450 µs`. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toPrecision(3)} s`
  if (milliseconds >= 1) return `${milliseconds.toPrecision(3)} ms`
  return `${COUNT.format(milliseconds * 1000)} µs`
}

/** A moment in milliseconds since 1970, by this machine's clock: `21 Nov 2026`. */
export function formatDate(moment: number): string {
  return DATE.format(moment)
}

/** The same with the time: `21 Nov 2026, 14:05`. */
export function formatMoment(moment: number): string {
  return MOMENT.format(moment)
}

/** A moment of today or tomorrow as a person says it, `tomorrow 14:05`; any other with its date. */
export function formatUntil(moment: number, now: number): string {
  const day = new Date(now)
  for (const name of ['today', 'tomorrow']) {
    if (DATE.format(moment) === DATE.format(day)) return `${name} ${TIME.format(moment)}`
    day.setDate(day.getDate() + 1)
  }
  return formatMoment(moment)
}

/** A name from a file within a sentence: written from right to left, it must not turn around what stands beside it. */
export function isolate(name: string): string {
  return `\u2068${name}\u2069`
}
