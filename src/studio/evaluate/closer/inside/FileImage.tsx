import { ImageUp } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { withoutBidiControls } from '../../../../common/text'
import { DEFAULT_SETTINGS } from '../../../../data/importSettings'
import type { ImageReading } from '../../../../store/model/insideActions'
import { useActions, useSession } from '../../../../store/hooks'
import { CheckField } from '../../../../ui/CheckField'
import { FilePicker } from '../../../../ui/FilePicker'
import { isolate } from '../../../../ui/format'
import { Message } from '../../../../ui/Message'
import { SelectField } from '../../../../ui/SelectField'
import { useAnswer } from '../../../../ui/useAnswer'
import type { ImageSize } from './DrawnImage'
import styles from './ImageChoice.module.css'
import type { ChosenImage } from './insideLook'

export interface FileImageProps {
  readonly size: ImageSize
  readonly file: File | undefined
  onFile(file: File): void
  onImage(image: ChosenImage): void
}

/** An image from a file, brought to the model's as the files of a dataset are. */
export function FileImage({ size, file, onFile, onImage }: FileImageProps) {
  const { readImage } = useActions()
  const model = useSession((session) => session.model.current)
  const own = useSession((session) => session.data.dataset?.settings) ?? DEFAULT_SETTINGS
  const [ownFit, setFit] = useState<ImageReading['fit']>()
  const [isInverted, setInverted] = useState(false)
  const fit = ownFit ?? own.fit
  const { filter, bits, ground, turn } = own
  const about = useMemo(() => ({ file, model }), [file, model])
  const ask = useCallback(
    (signal: AbortSignal) => readImage(file!, { fit, filter, bits, ground, turn }, signal),
    [readImage, file, fit, filter, bits, ground, turn],
  )
  const { value: read, trouble, about: of } = useAnswer(file && ask, about)
  const name = of?.file && isolate(withoutBidiControls(of.file.name))

  useEffect(() => {
    if (!read || name === undefined) return
    const pixels = isInverted ? read.pixels.map((value) => 255 - value) : read.pixels
    onImage({ looked: { kind: 'pixels', pixels }, words: name })
  }, [read, isInverted, name, onImage])

  return (
    <div className={styles.choice}>
      <div className={styles.drop}>
        <ImageUp size={20} aria-hidden />
        <p>Drop an image here, or</p>
        <FilePicker label="Choose an image file" onChoose={([chosen]) => chosen && onFile(chosen)}>
          Choose a file
        </FilePicker>
      </div>
      <SelectField<ImageReading['fit']>
        label="Fit"
        help="How an image of another shape is brought to the model’s."
        value={fit}
        options={[
          { value: 'contain', label: 'All of it, black beside it' },
          { value: 'cover', label: 'Fill and cut' },
          { value: 'stretch', label: 'Stretch' },
        ]}
        onChange={setFit}
      />
      <CheckField
        label="Invert"
        help="Dark becomes light: for dark strokes on white paper, where the model knows light ones on black."
        value={isInverted}
        onChange={setInverted}
      />
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      {read && (
        <p className={styles.remark}>
          {name}: {read.width} × {read.height} pixels in the file, brought to {size.width} × {size.height},{' '}
          {size.channels === 1 ? 'grey' : 'colour'}.
        </p>
      )}
    </div>
  )
}
