/**
 * How wide a text is in Helvetica, without a browser to ask. Arial and Liberation Sans have the same widths, so boxes fit their texts wherever
 * the drawing is opened. In thousandths of the font's size, from Adobe's font metrics.
 */

const REGULAR =
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584'
const BOLD =
  '278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584'

const WIDTHS = { regular: REGULAR.split(' ').map(Number), bold: BOLD.split(' ').map(Number) }

/** A sign that Helvetica's table leaves out: as wide as a letter of any script, so that boxes are too wide sooner than too narrow. */
const OTHER = 1000
const KNOWN: Readonly<Record<string, number>> = { '×': 584, '…': 1000, '–': 556, '·': 278, '’': 222 }

export interface TextStyle {
  /** In pixels. */
  readonly size: number
  readonly weight: keyof typeof WIDTHS
}

export function textWidth(text: string, { size, weight }: TextStyle): number {
  let width = 0
  for (const sign of text) width += WIDTHS[weight][sign.codePointAt(0)! - 32] ?? KNOWN[sign] ?? OTHER
  return (width * size) / 1000
}

/** The text, or its beginning with an ellipsis, so that it is no wider. */
export function shorten(text: string, width: number, style: TextStyle): string {
  if (textWidth(text, style) <= width) return text
  const signs = Array.from(text)
  while (signs.length > 0 && textWidth(`${signs.join('')}…`, style) > width) signs.pop()
  return `${signs.join('')}…`
}
