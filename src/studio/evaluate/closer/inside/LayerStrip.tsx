import { useEffect, useId, useRef } from 'react'
import { definitionOf } from '../../../../model/layers/registry'
import { formatShape } from '../../../../model/layers/define'
import { classes } from '../../../../ui/classes'
import { IMAGE, useInsideLook } from './insideLook'
import styles from './LayerStrip.module.css'

export interface LayerStripProps {
  readonly layer: number
  onLayer(layer: number): void
}

/** The net from left to right: the image, then its layers in the order of the stack. Arrow keys go among them. */
export function LayerStrip({ layer, onLayer }: LayerStripProps) {
  const { found, size } = useInsideLook()
  const name = useId()
  const room = useRef<HTMLDivElement>(null)
  const all = [
    { layer: IMAGE, name: 'Image', type: '', shape: [size.height, size.width, size.channels], family: undefined },
    ...found.layers.map((each) => ({
      layer: each.layer,
      name: each.name,
      type: each.className,
      shape: each.shape,
      family: definitionOf(each.className).family,
    })),
  ]
  useEffect(() => {
    const strip = room.current
    const chosen = strip?.querySelector<HTMLElement>('label:has(:checked)')
    if (!strip || !chosen) return
    // Only the strip scrolls, and no further than it must.
    const [left, right] = [chosen.offsetLeft - 16, chosen.offsetLeft + chosen.offsetWidth + 16]
    if (left < strip.scrollLeft) strip.scrollLeft = left
    else if (right > strip.scrollLeft + strip.clientWidth) strip.scrollLeft = right - strip.clientWidth
  }, [layer])
  return (
    <div ref={room} role="radiogroup" aria-label="Layer" className={styles.strip}>
      {all.map((each) => (
        <label key={each.layer} className={classes(styles.layer, each.family && styles[each.family])}>
          <input
            type="radio"
            name={name}
            checked={each.layer === layer}
            aria-label={[each.name, each.type, formatShape(each.shape)].filter(Boolean).join(', ')}
            onChange={() => onLayer(each.layer)}
          />
          <span className={styles.name}>{each.name}</span>
          <span className={styles.fact}>{each.type === '' ? 'Input' : each.type}</span>
          <span className={styles.fact}>{formatShape(each.shape)}</span>
        </label>
      ))}
    </div>
  )
}
