/** A drawing as SVG, black on white. Texts stay texts; all that a person wrote is escaped. */
import { SIZES, TEXTS, type Box, type Drawing, type Frame, type Net, type Point } from './drawing'
import { findDots } from './findDots'
import { shorten, textWidth, type TextStyle } from './textWidth'

const MARGIN = 20
const CAPTION = 28
const CORNER = 5
const ARROW = { length: 7, half: 3.5 }

export interface Caption {
  /** What the picture is of, read aloud in its place. */
  readonly title: string
  /** Stands under it. */
  readonly text: string
}

/** @returns an SVG document, and its size in pixels. */
export function writeSvg(
  { width, height, boxes, frames, nets }: Drawing,
  { title, text }: Caption,
): { readonly svg: string; readonly width: number; readonly height: number } {
  const [fullWidth, fullHeight] = [
    Math.ceil(Math.max(width, textWidth(text, TEXTS.small)) + 2 * MARGIN),
    Math.ceil(height + 2 * MARGIN + CAPTION),
  ]
  const left = (fullWidth - width) / 2
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${fullWidth}" height="${fullHeight}" viewBox="0 0 ${fullWidth} ${fullHeight}" role="img" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${fullWidth}" height="${fullHeight}" fill="#fff"/>`,
    `<g transform="translate(${number(left)} ${MARGIN})">`,
    ...frames.map(writeFrame),
    ...nets.map(writeNet),
    ...boxes.map(writeBox),
    '</g>',
    writeText(text, MARGIN, fullHeight - MARGIN + 4, TEXTS.small),
    '</svg>',
    '',
  ].join('\n')
  return { svg, width: fullWidth, height: fullHeight }
}

function writeFrame({ name, x, y, width, height, label }: Frame): string {
  return [
    `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" rx="8" fill="none" stroke="#000" stroke-width="0.8" stroke-dasharray="4 3"/>`,
    writeShortened(name, label.room, label.x, label.y, TEXTS.small),
  ].join('\n')
}

/** All lines in one path, so that those that lie on one another are drawn once. */
function writeNet(lines: Net): string {
  const ends = lines.map((points) => points.at(-1)!)
  return [
    `<path d="${lines.map(writeLine).join('')}" fill="none" stroke="#000" stroke-width="1.2"/>`,
    `<path d="${ends.map(({ x, y }) => `M${number(x)} ${number(y)}l${-ARROW.half} ${-ARROW.length}h${2 * ARROW.half}Z`).join('')}"/>`,
    ...findDots(lines).map(({ x, y }) => `<circle cx="${number(x)}" cy="${number(y)}" r="2.4"/>`),
  ].join('\n')
}

/** With round corners, up to where its arrow begins. */
function writeLine(points: readonly Point[]): string {
  const corners = withoutStraights(points)
  const path = corners.map((point, at) => {
    const next = corners[at + 1]
    if (at === 0) return `M${number(point.x)} ${number(point.y)}`
    if (!next) return `V${number(point.y - ARROW.length + 1)}`
    const radius = Math.min(CORNER, distance(corners[at - 1]!, point) / 2, distance(point, next) / 2)
    const before = towards(point, corners[at - 1]!, radius)
    const after = towards(point, next, radius)
    return `L${number(before.x)} ${number(before.y)}Q${number(point.x)} ${number(point.y)} ${number(after.x)} ${number(after.y)}`
  })
  return path.join('')
}

function withoutStraights(points: readonly Point[]): readonly Point[] {
  return points.filter((point, at) => {
    const [before, after] = [points[at - 1], points[at + 1]]
    if (!before || !after) return true
    return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y))
  })
}

function distance(one: Point, other: Point): number {
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y)
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to) || 1
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole }
}

function writeBox({ node, x, y, width, height }: Box): string {
  const { kind, name, type, shape, parameters } = node
  const [left, right] = [x + SIZES.padding, x + width - SIZES.padding]
  if (kind === 'exit' || kind === 'entry') {
    const middle = x + width / 2
    return [
      `<circle cx="${number(middle)}" cy="${number(y + height / 2)}" r="${height / 2}" fill="#fff" stroke="#000" stroke-width="1.2"/>`,
      writeText(name, middle, y + height / 2 + 4, TEXTS.small, 'middle'),
      ...(type ? [writeText(type, x + width + SIZES.besideCircle, y + height / 2 + 4, TEXTS.small)] : []),
    ].join('\n')
  }
  if (kind === 'input') {
    return [
      rectangle(x, y, width, height, height / 2),
      writeText(name, left + 6, y + 18.5, TEXTS.name),
      writeText(shape, right - 6, y + 18.5, TEXTS.detail, 'end'),
    ].join('\n')
  }
  const room = width - 2 * SIZES.padding
  const besides = (text: string): number => room - (text ? textWidth(text, TEXTS.detail) + SIZES.between : 0)
  return [
    rectangle(x, y, width, height, 4),
    writeShortened(name, besides(parameters), left, y + 19, TEXTS.name),
    ...(parameters ? [writeText(parameters, right, y + 19, TEXTS.detail, 'end')] : []),
    writeShortened(type, besides(shape), left, y + 36.5, TEXTS.detail),
    writeText(shape, right, y + 36.5, TEXTS.detail, 'end'),
  ].join('\n')
}

function rectangle(x: number, y: number, width: number, height: number, radius: number): string {
  return `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" rx="${radius}" fill="#fff" stroke="#000" stroke-width="1.2"/>`
}

/** A text that must fit, with the whole of it for whoever points at it. */
function writeShortened(text: string, room: number, x: number, y: number, style: TextStyle): string {
  const shown = shorten(text, room, style)
  return shown === text
    ? writeText(text, x, y, style)
    : `<g><title>${escape(text)}</title>${writeText(shown, x, y, style)}</g>`
}

function writeText(text: string, x: number, y: number, style: TextStyle, anchor?: 'middle' | 'end'): string {
  const attributes = [
    `x="${number(x)}" y="${number(y)}" font-size="${style.size}"`,
    ...(style.weight === 'bold' ? ['font-weight="bold"'] : []),
    ...(anchor ? [`text-anchor="${anchor}"`] : []),
  ].join(' ')
  return `<text ${attributes}>${escape(text)}</text>`
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Signs that XML does not allow are left out. */
function escape(text: string): string {
  const signs = Array.from(text.toWellFormed())
  const allowed = signs.filter((sign) => sign >= ' ' && sign !== '\ufffe' && sign !== '\uffff')
  return allowed.map((sign) => ENTITIES[sign] ?? sign).join('')
}
