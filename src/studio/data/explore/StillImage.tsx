import { useLayoutEffect, useRef } from 'react'
import type { Thumbnails } from '../../../engine/protocol'
import { withoutBidiControls } from '../../../model/bidiControls'
import { classes } from '../../../ui/classes'
import styles from './StillImage.module.css'

const PIXELATED = 64

/** A thumbnail with its label below it. */
export function StillImage({ images, at }: { readonly images: Thumbnails; readonly at: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { rgba, width, height, items } = images
  const facts = items[at]

  useLayoutEffect(() => {
    const bytes = width * height * 4
    const pixels = new ImageData(rgba.subarray(at * bytes, (at + 1) * bytes), width, height)
    canvas.current?.getContext('2d')?.putImageData(pixels, 0, 0)
  }, [rgba, width, height, at])

  return (
    <figure className={styles.figure} title={facts && withoutBidiControls(facts.path)}>
      <canvas
        ref={canvas}
        className={classes(styles.image, Math.max(width, height) <= PIXELATED && styles.pixelated)}
        width={width}
        height={height}
        aria-hidden
      />
      <figcaption className={styles.caption}>
        <bdi>{facts && withoutBidiControls(facts.label)}</bdi>
        <span className={classes(styles.split, facts && styles[facts.split])}>{facts?.split}</span>
      </figcaption>
    </figure>
  )
}
