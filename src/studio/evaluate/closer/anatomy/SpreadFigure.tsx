import { useState } from 'react'
import type { Kind, Moment } from '../../../../figures/anatomy/moments'
import { sayFigures, spreadFigure } from '../../../../figures/anatomy/spreadFigure'
import { Ridges } from '../../../../ui/chart/Ridges'
import { classes } from '../../../../ui/classes'
import { SegmentedControl } from '../../../../ui/SegmentedControl'
import { AnatomyFigure } from './AnatomyFigure'
import styles from './AnatomyTab.module.css'

export interface SpreadFigureProps {
  readonly moments: readonly Moment[]
  readonly kind: Kind
  /** Of those of the kind. */
  readonly name: string
  /** The place of the moment that is looked at. */
  readonly at: number
}

/** One for all, or each by its own standard deviation. */
type Scale = 'one' | 'own'

const MOST_RIDGES = 24

/** How weights, gradients or activations spread, moment by moment. */
export function SpreadFigure({ moments, kind, name, at }: SpreadFigureProps) {
  // Gradients shrink by powers of ten while a model learns.
  const [scale, setScale] = useState<Scale>(kind === 'gradients' ? 'own' : 'one')
  const { drawing, label, chosen, className, ...figure } = spreadFigure(moments, kind, name, {
    at,
    isOwn: scale === 'own',
    most: MOST_RIDGES,
  })
  return (
    <AnatomyFigure
      {...figure}
      chart={
        <>
          <div className={styles.controls}>
            <SegmentedControl
              label="Scale of the histograms"
              value={scale}
              options={[
                { value: 'one', label: 'One scale' },
                { value: 'own', label: 'By deviation' },
              ]}
              onChange={setScale}
            />
          </div>
          <div className={classes(styles.ridges, className)}>{drawing && <Ridges label={label} {...drawing} />}</div>
          {chosen && (
            <p className={styles.facts} role="status">
              <strong>{sentenceCase(chosen.moment.says)}:</strong> {sayFigures(chosen.spread)}
            </p>
          )}
        </>
      }
    />
  )
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
