/** A figure of the page as one SVG that needs nothing beside it: a title, what it is of, a legend, and its charts with their own colours. */
import type { Drawing } from '../toPng'

/** What of an element's style is part of the picture. */
const PAINTED = [
  'clip-path',
  'dominant-baseline',
  'fill',
  'fill-opacity',
  'font-size',
  'font-weight',
  'opacity',
  'paint-order',
  'stroke',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'stroke-width',
  'text-anchor',
] as const

const FONT = 'Inter, system-ui, sans-serif'
const MARGIN = 16
const LINE = 17
/** Of what is written above narrow charts. */
const LEAST_WIDTH = 320
/** From chart to chart. */
const BETWEEN = 6
/** A letter of the title is some so wide, and one of the lines below it. */
const TITLE_LETTER = 7.6
const LETTER = 6.2

/**
 * All charts of the figure below one another, in the colours of the light theme: paper is light.
 * @param lines below the title. @returns nothing while no chart is drawn.
 */
export function drawFigure(figure: HTMLElement, title: string, lines: readonly string[]): Drawing | undefined {
  const charts = [...figure.querySelectorAll<SVGSVGElement>('svg[data-drawing]')]
  if (charts.length === 0) return undefined
  // Nothing is painted between: the page keeps its look.
  const { dataset } = document.documentElement
  const worn = dataset['theme']
  dataset['theme'] = 'light'
  try {
    const inner = Math.max(LEAST_WIDTH, ...charts.map((chart) => chart.width.baseVal.value))
    const parts: string[] = []
    let top = MARGIN
    const write = (text: string, attributes: string, letter: number): void => {
      for (const line of breakLine(text, Math.floor(inner / letter))) {
        top += LINE
        parts.push(`<text x="${MARGIN}" y="${top - 4}" ${attributes}>${escapeXml(line)}</text>`)
      }
    }
    const { color } = getComputedStyle(figure)
    write(title, `font-size="14" font-weight="600" fill="${color}"`, TITLE_LETTER)
    for (const line of lines) write(line, `font-size="11" fill="${color}"`, LETTER)
    const legend = drawLegend(figure, inner, top)
    parts.push(legend.svg)
    top = legend.bottom + LINE / 2
    for (const chart of charts) {
      parts.push(`<g transform="translate(${MARGIN} ${top})">${paintCanvases(chart)}${paint(chart)}</g>`)
      top += chart.height.baseVal.value + BETWEEN
    }
    const [width, height] = [inner + 2 * MARGIN, top - BETWEEN + MARGIN]
    const svg = [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">`,
      `<title>${escapeXml([title, ...lines].join(', '))}</title>`,
      `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
      ...parts,
      '</svg>',
    ].join('\n')
    return { svg, width, height }
  } finally {
    if (worn === undefined) delete dataset['theme']
    else dataset['theme'] = worn
  }
}

/** Pictures in pixels that lie below a chart: canvases beside it in the page. */
function paintCanvases(chart: SVGSVGElement): string {
  const origin = chart.getBoundingClientRect()
  return [...(chart.parentElement?.querySelectorAll('canvas') ?? [])]
    .map((canvas) => {
      const { left, top, width, height } = canvas.getBoundingClientRect()
      const { opacity, imageRendering } = getComputedStyle(canvas)
      const [x, y] = [left - origin.left, top - origin.top]
      return `<image href="${canvas.toDataURL()}" x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" opacity="${opacity}" style="image-rendering: ${imageRendering}"/>`
    })
    .join('')
}

/** The children of a chart with their style as attributes. */
function paint(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement
  const originals = chart.querySelectorAll('*')
  copy.querySelectorAll('*').forEach((element, at) => {
    const style = getComputedStyle(originals[at]!)
    for (const { name } of [...element.attributes]) {
      if (/^(class|style|role|aria-.*|data-.*)$/.test(name)) element.removeAttribute(name)
    }
    for (const property of PAINTED) {
      const value = style.getPropertyValue(property)
      // What refers to another element of the drawing is an attribute already.
      if (value !== '' && !value.includes('url(')) element.setAttribute(property, value)
    }
  })
  return [...copy.children].map((child) => new XMLSerializer().serializeToString(child)).join('')
}

function drawLegend(
  figure: HTMLElement,
  width: number,
  from: number,
): { readonly svg: string; readonly bottom: number } {
  let [left, top] = [0, from]
  const items = listLegend(figure).map((item) => {
    const text = wordsOf(item)
    const wide = text.length * LETTER + 32
    if (top === from || left + wide > width) [left, top] = [0, top + LINE]
    const line = item.querySelector('line')
    const stroke = line ? getComputedStyle(line).stroke : getComputedStyle(item, '::before').color
    const dash = line?.getAttribute('stroke-dasharray') ?? ''
    const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`
    const [x, y] = [MARGIN + left, top - 8]
    left += wide
    return `<path d="M${x} ${y}h14" stroke="${stroke}" stroke-width="2"${dashes}/><text x="${x + 19}" y="${y + 4}" font-size="11" fill="#4d5766">${escapeXml(text)}</text>`
  })
  return { svg: items.join('\n'), bottom: top }
}

const LEGEND = '[aria-label="Legend"]'

/** What the lines are called: in the figure, or above several figures that share it. What is hidden is left out. */
function listLegend(figure: HTMLElement): readonly HTMLElement[] {
  const around = figure.querySelector(LEGEND) ? figure : figure.closest(`:has(> ${LEGEND})`)
  const items = [...(around?.querySelectorAll<HTMLElement>(`${LEGEND} > li`) ?? [])]
  return items.filter((item) => !item.querySelector('[aria-pressed=false]'))
}

/** Without what explains them. */
function wordsOf(item: HTMLElement): string {
  const copy = item.cloneNode(true) as HTMLElement
  copy.querySelectorAll('[hidden]').forEach((part) => part.remove())
  return copy.textContent.trim()
}

/** At blanks, into lines of at most so many letters where that can be. */
function breakLine(text: string, most: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length > most && line !== '') {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
