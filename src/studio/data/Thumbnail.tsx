import type { ImageFacts, Thumbnails } from '../../engine/protocol/data'
import { withoutBidiControls } from '../../common/text'
import { memo, type KeyboardEvent } from 'react'
import { PixelImage } from '../../ui/PixelImage'
import styles from './ThumbnailGrid.module.css'

export interface ThumbnailProps {
  /** Which of the images it is. */
  readonly at: number
  readonly images: Thumbnails
  readonly label: string
  readonly split: ImageFacts['split']
  readonly path: string
  /** Whether Tab leads to it. */
  readonly isReachable: boolean
  onFocus(at: number): void
  /** Called with the image on which pointer or focus rest, and with nothing when they leave. */
  onShow(at: number | undefined): void
  onKeyDown(event: KeyboardEvent<HTMLButtonElement>): void
}

export const Thumbnail = memo(function Thumbnail({
  at,
  images,
  label,
  split,
  path,
  isReachable,
  onFocus,
  onShow,
  onKeyDown,
}: ThumbnailProps) {
  const { width, height, rgba } = images

  return (
    <li className={styles.cell}>
      <button
        type="button"
        className={styles.image}
        aria-label={`${withoutBidiControls(label)}, ${split}, ${withoutBidiControls(path)}`}
        tabIndex={isReachable ? 0 : -1}
        onFocus={() => {
          onFocus(at)
          onShow(at)
        }}
        onBlur={() => onShow(undefined)}
        onPointerEnter={() => onShow(at)}
        onClick={() => onShow(at)}
        onKeyDown={onKeyDown}
      >
        <PixelImage rgba={rgba} width={width} height={height} at={at} className={styles.picture} />
      </button>
    </li>
  )
})
