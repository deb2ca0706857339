import type { Thumbnails } from '../../../engine/protocol/data'
import { withoutBidiControls } from '../../../common/text'
import { classes } from '../../../ui/classes'
import { PixelImage } from '../../../ui/PixelImage'
import styles from './StillImage.module.css'

/** A thumbnail with its label and its split below it. */
export function StillImage({ images, at }: { readonly images: Thumbnails; readonly at: number }) {
  const { rgba, width, height, items } = images
  const facts = items[at]
  return (
    <figure className={styles.figure} title={facts && withoutBidiControls(facts.path)}>
      <PixelImage rgba={rgba} width={width} height={height} at={at} />
      <figcaption className={styles.caption}>
        <bdi>{facts && withoutBidiControls(facts.label)}</bdi>
        <span className={classes(styles.split, facts && styles[facts.split])}>{facts?.split}</span>
      </figcaption>
    </figure>
  )
}
