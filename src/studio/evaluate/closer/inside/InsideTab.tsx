import { useCallback, useMemo, useState, type DragEvent, type ReactNode } from 'react'
import { withoutBidiControls } from '../../../../common/text'
import { useActions, useSession } from '../../../../store/hooks'
import { isTraining } from '../../../../store/session/runPart'
import { classes } from '../../../../ui/classes'
import type { Stroke } from '../../../../ui/DrawingPad'
import { formatDate } from '../../../../ui/format'
import { Message } from '../../../../ui/Message'
import { SegmentedControl } from '../../../../ui/SegmentedControl'
import { useAnswer } from '../../../../ui/useAnswer'
import { DataImages } from './DataImages'
import { DrawnImage } from './DrawnImage'
import { FileImage } from './FileImage'
import { InsideLayers } from './InsideLayers'
import { InsideLookContext, type ChosenImage, type InsideLook } from './insideLook'
import styles from './inside.module.css'

type Source = 'data' | 'drawn' | 'file'

export interface InsideTabProps {
  readonly split: 'validation' | 'test'
  /** Of the data: which image is looked at first. */
  readonly first: number | undefined
  /** The model, in a few words. */
  readonly modelWords: string
}

/** What goes on inside the model for one image. */
export function InsideTab({ split, first, modelWords }: InsideTabProps) {
  const model = useSession((session) => session.model.current)
  const training = useSession(({ run }) => isTraining(run.state))
  const data = useSession((session) => session.data.choices)
  const { lookInside } = useActions()
  const hasData = useSession((session) => session.data.dataset !== undefined)
  const [chosen, setSource] = useState<Source>('data')
  const source = hasData || chosen !== 'data' ? chosen : 'drawn'
  const [asked, setAsked] = useState({ split, image: first })
  const [image, setImage] = useState<ChosenImage>()
  const [strokes, setStrokes] = useState<readonly Stroke[]>([])
  const [file, setFile] = useState<File>()
  const [opened] = useState(() => Date.now())
  const id = training ? undefined : model?.id
  const about = useMemo(() => ({ image, model, data }), [image, model, data])
  const ask = useCallback((signal: AbortSignal) => lookInside(image!.looked, signal), [lookInside, image])
  const { value: found, trouble, about: of } = useAnswer(image && id !== undefined ? ask : undefined, about)
  const look = useMemo((): InsideLook | undefined => {
    if (!found || !of?.image || !of.model || of.model.id !== id) return undefined
    const { width, height, channels } = of.model.data
    return {
      image: of.image,
      found,
      size: { width, height, channels },
      classes: of.model.classes.map(withoutBidiControls),
      lines: [of.image.words, modelWords, formatDate(opened)],
    }
  }, [found, of, id, modelWords, opened])

  if (training) return <p className={styles.alone}>The inside of the model can be seen when the run has ended.</p>
  if (!model) return <p className={styles.alone}>There is no model to look into: train one, or open one.</p>

  const take = (taken: File): void => {
    setSource('file')
    setFile(taken)
  }
  const drop = (event: DragEvent): void => {
    const [dropped] = event.dataTransfer.files
    if (!dropped) return
    // The page would take it for data.
    event.preventDefault()
    event.stopPropagation()
    take(dropped)
  }
  const chooseFrom: Readonly<Record<Source, ReactNode>> = {
    data: (
      <DataImages
        key={split}
        split={split}
        asked={asked.split === split ? asked.image : undefined}
        onAsk={(next) => setAsked({ split, image: next })}
        onImage={setImage}
      />
    ),
    drawn: <DrawnImage size={model.data} strokes={strokes} onStrokes={setStrokes} onImage={setImage} />,
    file: <FileImage size={model.data} file={file} onFile={take} onImage={setImage} />,
  }
  return (
    <div
      className={styles.tab}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        event.stopPropagation()
      }}
      onDrop={drop}
    >
      <InsideLookContext value={look}>
        <section className={styles.side} aria-label="The image">
          <SegmentedControl
            label="Where the image comes from"
            value={source}
            options={[
              { value: 'data', label: 'Of the data', disabled: !hasData },
              { value: 'drawn', label: 'Draw' },
              { value: 'file', label: 'File' },
            ]}
            onChange={setSource}
          />
          {chooseFrom[source]}
          {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
        </section>
        {look ? (
          <InsideLayers look={look} />
        ) : (
          <p className={classes(styles.remark, styles.wait)} role="status">
            {image && trouble === undefined
              ? 'The model looks at the image …'
              : source === 'drawn'
                ? 'Draw an image, and see what the model makes of it.'
                : 'Choose an image.'}
          </p>
        )}
      </InsideLookContext>
    </div>
  )
}
