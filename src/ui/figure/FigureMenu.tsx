import { Download } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../Button'
import { download } from '../download'
import { Menu } from '../Menu'
import type { MenuItem } from '../MenuList'
import { toPng } from '../toPng'
import { drawFigure } from './drawFigure'
import styles from './FigureMenu.module.css'
import { toCsv } from './toCsv'

export interface FigureMenuProps {
  readonly title: string
  /** What the figure is of, in short lines: they stand below the title of a picture. */
  readonly lines: readonly string[]
  /** Of the files, without an ending. */
  readonly fileName: string
  readonly columns: readonly string[]
  /** With all digits; `null` is undefined. A function where they are many, or change while it is on show. */
  readonly rows: FigureRows | (() => FigureRows)
}

export type FigureRows = readonly (readonly (string | number | null)[])[]

/** Saves the figure around it: its charts as they are drawn, and its numbers. While it is shown as a table, the numbers alone. */
export function FigureMenu({ title, lines, fileName, columns, rows }: FigureMenuProps) {
  const trigger = useRef<HTMLButtonElement>(null)
  const [trouble, setTrouble] = useState<string>()
  const draw = () => {
    const figure = trigger.current?.closest('figure')
    return figure ? drawFigure(figure, title, lines) : undefined
  }
  const savePng = async (): Promise<void> => {
    const drawing = draw()
    if (!drawing) return
    setTrouble(undefined)
    try {
      download(`${fileName}.png`, await toPng(drawing), 'image/png')
    } catch {
      setTrouble('The browser could not make a PNG of this figure: take the SVG instead.')
    }
  }
  const items = (): readonly MenuItem[] => {
    const csv = {
      name: 'CSV',
      description: 'The numbers, with all digits',
      onSelect: () => {
        const all = typeof rows === 'function' ? rows() : rows
        download(`${fileName}.csv`, toCsv([columns, ...all]), 'text/csv')
      },
    }
    const drawing = trigger.current?.closest('figure')?.querySelector('svg[data-drawing]')
    if (!drawing) return [csv]
    return [
      {
        name: 'SVG',
        description: 'A picture of any size',
        onSelect: () => {
          const drawing = draw()
          if (drawing) download(`${fileName}.svg`, drawing.svg, 'image/svg+xml')
        },
      },
      { name: 'PNG', description: 'A picture in pixels', onSelect: () => void savePng() },
      csv,
    ]
  }
  return (
    <>
      <Menu
        items={items}
        trigger={
          <Button ref={trigger} look="plain" size="small" title="Download" aria-label={`Download ${title}`}>
            <Download size={14} aria-hidden />
          </Button>
        }
      />
      {trouble !== undefined && (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
    </>
  )
}
