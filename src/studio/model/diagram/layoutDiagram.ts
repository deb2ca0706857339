/** Lays a model out for paper: on one sheet, in as many columns as show it largest, or on several sheets where it would be too small to read. */
import { cutInto, splitNodes } from './columns'
import type { DiagramNode } from './diagramNodes'
import { SIZES, TEXTS, type Drawing } from './drawing'
import { layoutColumn, move, type Column } from './layoutColumn'
import { textWidth } from './textWidth'

/** A sheet of A4 without its margins, in millimetres. */
const SHEET = { short: 190, long: 277 }
/**
 * Millimetres a pixel. Texts of 12 pixels have 9 points at the largest scale, which need not be larger; under the smallest, of 6 points, a
 * model gets several sheets, and then texts of 7 points.
 */
const LARGEST = 0.265
const SMALLEST = 0.175
const ON_SEVERAL = 0.205
const MOST_COLUMNS = 12
/** More columns must show the model larger by so much, or fewer are easier to follow. */
const WORTH = 1.1

const COLUMNS_APART = 40

/** @returns one drawing a sheet. */
export function layoutDiagram(nodes: readonly DiagramNode[]): readonly Drawing[] {
  const boxWidth = widthOf(nodes)
  const whole = layoutColumn(nodes, boxWidth)
  const cut = cutInto(nodes, whole)
  const split = (count: number): readonly Column[] =>
    splitNodes(nodes, whole.rowOf, cut(count)).map((own) => layoutColumn(own, boxWidth))
  let best = sideBySide([whole])
  for (let count = 2; count <= Math.min(MOST_COLUMNS, whole.rows.length); count++) {
    if (scaleOf(best) >= LARGEST) break
    const drawing = sideBySide(split(count))
    if (scaleOf(drawing) > WORTH * scaleOf(best)) best = drawing
  }
  if (scaleOf(best) >= SMALLEST) return [best]
  return toSheets(split(Math.ceil((whole.height * ON_SEVERAL) / SHEET.long)), SHEET.short / ON_SEVERAL)
}

/** Millimetres a pixel, upright or lying, whichever shows it larger. */
function scaleOf({ width, height }: Pick<Drawing, 'width' | 'height'>): number {
  const upright = Math.min(SHEET.short / width, SHEET.long / height)
  const lying = Math.min(SHEET.long / width, SHEET.short / height)
  return Math.min(LARGEST, Math.max(upright, lying))
}

function widthOf(nodes: readonly DiagramNode[]): number {
  const widths = nodes.map(({ name, type, shape, parameters }) => {
    const first = textWidth(name, TEXTS.name) + SIZES.between + textWidth(parameters, TEXTS.detail)
    const second = textWidth(type, TEXTS.detail) + SIZES.between + textWidth(shape, TEXTS.detail)
    return Math.ceil(2 * SIZES.padding + Math.max(first, second))
  })
  return Math.min(SIZES.mostWidth, Math.max(SIZES.leastWidth, ...widths))
}

function sideBySide(columns: readonly Column[]): Drawing {
  let x = 0
  const moved = columns.map((column) => {
    const placed = move(column, x, 0)
    x += column.width + COLUMNS_APART
    return placed
  })
  return {
    boxes: moved.flatMap(({ boxes }) => boxes),
    frames: moved.flatMap(({ frames }) => frames),
    nets: moved.flatMap(({ nets }) => nets),
    width: x - COLUMNS_APART,
    height: Math.max(...columns.map(({ height }) => height)),
  }
}

/** As many columns a sheet as have room on it, and one at least. */
function toSheets(columns: readonly Column[], width: number): readonly Drawing[] {
  const sheets: Column[][] = []
  let left = 0
  for (const column of columns) {
    const sheet = sheets.at(-1)
    if (sheet && column.width <= left) {
      sheet.push(column)
      left -= column.width + COLUMNS_APART
    } else {
      sheets.push([column])
      left = width - column.width - COLUMNS_APART
    }
  }
  return sheets.map(sideBySide)
}
