import { withoutBidiControls } from '../../common/text'
import { Dices } from 'lucide-react'
import { useCallback, useState } from 'react'
import { checkAugmentation, type Augmentation } from '../../model/training/augmentation'
import { useActions, useDocument, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { Message } from '../../ui/Message'
import { PixelImage } from '../../ui/PixelImage'
import { useAnswer } from '../../ui/useAnswer'
import styles from './AugmentationPreview.module.css'

const IMAGES = 4
const VARIANTS = 5

/** Long enough that a number can be typed. */
const REST_MS = 150

/** Images of the train split as they are, each beside what training may make of it. */
export function AugmentationPreview({ augmentation }: { readonly augmentation: Augmentation }) {
  const { previewAugmentation } = useActions()
  const dataset = useSession((session) => session.data.dataset)
  const seed = useDocument(({ recipe }) => recipe.seed)
  const [draw, setDraw] = useState(0)
  const isSound = Number.isFinite(seed) && checkAugmentation(augmentation).length === 0
  const ask = useCallback(
    (signal: AbortSignal) =>
      previewAugmentation({ augmentation, seed: (seed + draw) >>> 0, images: IMAGES, variants: VARIANTS }, signal),
    [previewAugmentation, augmentation, seed, draw],
  )
  const { value: preview, trouble } = useAnswer(dataset && isSound ? ask : undefined, dataset, REST_MS)

  if (!dataset) return <p className={styles.none}>Load data to see what it does to them.</p>
  return (
    <figure className={styles.preview} aria-label="Augmentation preview">
      <div className={styles.head} aria-hidden>
        <span>Original</span>
        <span>As training may see it</span>
      </div>
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      <div className={styles.images}>
        {preview?.labels.flatMap((label, row) =>
          Array.from({ length: VARIANTS + 1 }, (_, variant) => (
            <PixelImage
              key={`${row} ${variant}`}
              rgba={preview.rgba}
              width={preview.width}
              height={preview.height}
              at={row * (VARIANTS + 1) + variant}
              label={`${withoutBidiControls(label)}, ${variant === 0 ? 'original' : `variant ${variant}`}`}
            />
          )),
        )}
      </div>
      <Button size="small" className={styles.draw} onClick={() => setDraw(draw + 1)}>
        <Dices size={14} aria-hidden />
        New draw
      </Button>
    </figure>
  )
}
