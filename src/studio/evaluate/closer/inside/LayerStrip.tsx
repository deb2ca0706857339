import { useEffect, useId, useMemo, useRef } from 'react'
import { inputIdsOf } from '../../../../model/graph/inputs'
import { definitionOf } from '../../../../model/layers/registry'
import { formatShape } from '../../../../model/layers/define'
import { useSession } from '../../../../store/hooks'
import { classes } from '../../../../ui/classes'
import { IMAGE, useInsideLook } from './insideLook'
import styles from './LayerStrip.module.css'

export interface LayerStripProps {
  readonly layer: number
  onLayer(layer: number): void
}

/**
 * The net from left to right: the image, then its layers in the order of the stack. A line joins a layer to the one before where it reads that,
 * and one that reads others says which. Arrow keys go among them.
 */
export function LayerStrip({ layer, onLayer }: LayerStripProps) {
  const { found, size } = useInsideLook()
  const stack = useSession(({ model }) => model.current?.stack.layers)
  /** Of each layer, the places of those that it reads. */
  const reads = useMemo(() => {
    const ids = stack ? inputIdsOf(stack) : undefined
    return stack?.map(({ id }) => ids!.get(id)!.map((read) => stack.findIndex((each) => each.id === read)))
  }, [stack])
  const name = useId()
  const room = useRef<HTMLDivElement>(null)
  const all = [
    {
      layer: IMAGE,
      name: 'Image',
      type: '',
      shape: [size.height, size.width, size.channels],
      family: undefined,
      isJoined: false,
      says: '',
    },
    ...found.layers.map((each) => {
      const read = reads?.[each.layer] ?? [each.layer - 1]
      const isJoined = read.includes(each.layer - 1)
      // The image, which is no layer of the stack, has the place before the first.
      const names = read.map((place) => found.layers.find(({ layer: known }) => known === place)?.name ?? 'the image')
      return {
        layer: each.layer,
        name: each.name,
        type: each.className,
        shape: each.shape,
        family: definitionOf(each.className).family,
        isJoined,
        says: isJoined && read.length === 1 ? '' : `reads ${names.join(', ')}`,
      }
    }),
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
        <label
          key={each.layer}
          className={classes(styles.layer, each.isJoined && styles.joined, each.family && styles[each.family])}
        >
          <input
            type="radio"
            name={name}
            checked={each.layer === layer}
            aria-label={[each.name, each.type, formatShape(each.shape), each.says].filter(Boolean).join(', ')}
            onChange={() => onLayer(each.layer)}
          />
          <span className={styles.name}>{each.name}</span>
          <span className={styles.fact}>{each.type === '' ? 'Input' : each.type}</span>
          <span className={styles.fact}>{formatShape(each.shape)}</span>
          {each.says !== '' && <span className={styles.fact}>{each.says}</span>}
        </label>
      ))}
    </div>
  )
}
