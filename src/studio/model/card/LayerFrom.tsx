import { Plus, X } from 'lucide-react'
import { memo } from 'react'
import { flushSync } from 'react-dom'
import { ABOVE, formatShape, INPUT, type From, type Shape } from '../../../model/layers/define'
import { definitionOf, type Layer } from '../../../model/layers/registry'
import { classes } from '../../../ui/classes'
import { Menu } from '../../../ui/Menu'
import type { MenuItem } from '../../../ui/MenuList'
import styles from './LayerFrom.module.css'
import { isSameProps } from './sameProps'

/** What a layer can read: one before it, or the images. */
export interface ReadableSource {
  /** A layer's id, or `INPUT`. */
  readonly id: string
  readonly name: string
  /** Absent for the images. */
  readonly className?: string
  readonly shape?: Shape
}

export interface LayerFromProps {
  readonly layer: Layer
  /** What each of its inputs is called, in the order of `from`. */
  readonly reads: readonly string[]
  /** The id of what says what is wrong with them. */
  readonly errorId: string | undefined
  /** What a layer can read, from the layer above it up to the images. */
  sourcesOf(id: string): readonly ReadableSource[]
  onConnect(id: string, from: readonly From[]): void
}

/** What a layer reads, in words that are menus: quiet for the layer above. A merge has several, and can have more. */
export const LayerFrom = memo(function LayerFrom({ layer, reads, errorId, sourcesOf, onConnect }: LayerFromProps) {
  const { id, className, from = [ABOVE] } = layer
  const { least, most } = definitionOf(className).arity
  const offer = (chosen: From | undefined, choose: (value: From) => void) => (): readonly MenuItem[] => {
    const [above, ...others] = sourcesOf(id)
    const name = above ? (above.id === INPUT ? 'the images' : above.name) : ''
    // The layer above, by its own name: it is then read wherever it goes.
    const listed = above && above.id !== INPUT && above.id === chosen ? [above, ...others] : others
    return [
      { name: 'The layer above', description: `Now ${name}${describeShape(above)}`, value: ABOVE },
      ...listed.map((source) => ({
        name: source.id === INPUT ? 'The images' : source.name,
        description: `${source.className ?? 'What comes in'}${describeShape(source)}`,
        value: source.id,
      })),
    ].map(({ value, ...item }) => ({ ...item, isChosen: value === chosen, onSelect: () => choose(value) }))
  }

  return (
    <div role="group" aria-label="From" className={styles.from}>
      <span aria-hidden>from</span>
      {from.map((each, at) => (
        <span key={at} className={styles.input}>
          <Menu
            search="Find a layer"
            trigger={
              <button
                type="button"
                className={classes(
                  styles.source,
                  each !== ABOVE && styles.chosen,
                  errorId !== undefined && styles.wrong,
                )}
                aria-label={from.length === 1 ? `From ${reads[at]}` : `Input ${at + 1}: ${reads[at]}`}
                aria-describedby={errorId}
                data-source
              >
                {reads[at]}
              </button>
            }
            items={offer(each, (value) => onConnect(id, from.with(at, value)))}
          />
          {from.length > Math.max(1, least) && (
            <button
              type="button"
              className={styles.small}
              aria-label={`Remove input ${at + 1}`}
              onClick={({ currentTarget }) => {
                const group = currentTarget.closest('[role="group"]')
                flushSync(() => onConnect(id, from.toSpliced(at, 1)))
                group?.querySelectorAll<HTMLElement>('[data-source]')[Math.max(0, at - 1)]?.focus()
              }}
            >
              <X size={12} aria-hidden />
            </button>
          )}
        </span>
      ))}
      {from.length < most && (
        <Menu
          search="Find a layer"
          trigger={
            <button type="button" className={styles.small} aria-label="Add an input">
              <Plus size={12} aria-hidden />
            </button>
          }
          items={offer(undefined, (value) => onConnect(id, [...from, value]))}
        />
      )}
    </div>
  )
}, isSameProps)

function describeShape(source: ReadableSource | undefined): string {
  return source?.shape ? ` · ${formatShape(source.shape)}` : ''
}
