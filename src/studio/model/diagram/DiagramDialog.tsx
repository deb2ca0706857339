import { Download } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { StackAnalysis } from '../../../model/graph/shapes'
import type { Stack } from '../../../model/graph/stack'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { download } from '../../../ui/download'
import { Message } from '../../../ui/Message'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import { toPng } from '../../../ui/toPng'
import styles from './DiagramDialog.module.css'
import { drawModel, type Sheet } from './drawModel'

const SVG = 'image/svg+xml'
const ZOOMS = [
  { value: 'fit', label: 'Fit' },
  { value: 'full', label: 'Full size' },
] as const

export interface DiagramDialogProps {
  readonly stack: Stack
  readonly analysis: StackAnalysis
  onClose(): void
}

/** The model as a picture, to look at and to take along. */
export function DiagramDialog({ stack, analysis, onClose }: DiagramDialogProps) {
  const sheets = useMemo(() => drawModel(stack, analysis), [stack, analysis])
  const [zoom, setZoom] = useState<'fit' | 'full'>('fit')
  const [trouble, setTrouble] = useState<string>()

  const saveSvg = (): void => {
    for (const { name, svg } of sheets) download(`${name}.svg`, svg, SVG)
  }
  const savePng = async (): Promise<void> => {
    setTrouble(undefined)
    try {
      for (const sheet of sheets) download(`${sheet.name}.png`, await toPng(sheet), 'image/png')
    } catch {
      setTrouble('The browser could not make a PNG of this diagram: take the SVG instead.')
    }
  }

  return (
    <Dialog
      title="Diagram"
      size="window"
      aside={
        <div className={styles.tools}>
          <SegmentedControl label="Zoom" value={zoom} options={ZOOMS} onChange={setZoom} />
          <Button size="small" onClick={saveSvg}>
            <Download size={14} aria-hidden />
            Save SVG
          </Button>
          <Button size="small" onClick={() => void savePng()}>
            <Download size={14} aria-hidden />
            Save PNG
          </Button>
        </div>
      }
      onClose={onClose}
    >
      {/* What scrolls must be reachable by keyboard. */}
      <div className={styles.desk} data-zoom={zoom} tabIndex={0} role="group" aria-label="Sheets, scrollable">
        {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
        {sheets.map((sheet) => (
          <SheetImage key={sheet.name} sheet={sheet} />
        ))}
      </div>
    </Dialog>
  )
}

function SheetImage({ sheet }: { readonly sheet: Sheet }) {
  const show = useCallback(
    (image: HTMLImageElement) => {
      const url = URL.createObjectURL(new Blob([sheet.svg], { type: SVG }))
      image.src = url
      return () => URL.revokeObjectURL(url)
    },
    [sheet],
  )
  return <img ref={show} className={styles.sheet} width={sheet.width} height={sheet.height} alt={sheet.title} />
}
