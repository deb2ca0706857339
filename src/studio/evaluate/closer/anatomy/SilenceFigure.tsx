import type { Moment } from '../../../../figures/anatomy/moments'
import { NONE_SILENT, silenceFigure } from '../../../../figures/anatomy/silenceFigure'
import { RowBars } from '../../../../ui/chart/RowBars'
import { classes } from '../../../../ui/classes'
import { AnatomyFigure } from './AnatomyFigure'
import styles from './AnatomyTab.module.css'

export interface SilenceFigureProps {
  readonly moments: readonly Moment[]
  readonly at: number
  /** Shows the activations of a layer, by what `spreadsOf` calls it. */
  onShow(name: string): void
}

/** Units that say nothing, layer by layer. */
export function SilenceFigure({ moments, at, onShow }: SilenceFigureProps) {
  const { drawing, layers, ...figure } = silenceFigure(moments, at)
  const { says: moment } = moments[at]!
  return (
    <AnatomyFigure
      {...figure}
      endsInWords
      chart={
        layers.length === 0 ? (
          <p className={styles.remark}>{NONE_SILENT}</p>
        ) : (
          <>
            <RowBars
              label={`Layers by their silent units, ${moment}`}
              {...drawing}
              onPress={(row) => onShow(`${layers[row]!.name} (${layers[row]!.activation})`)}
            />
            <ul className={styles.words} aria-label={`Silent units, ${moment}`}>
              {layers.map(({ name, says, isWorry }) => (
                <li key={name} className={classes(isWorry && styles.worry)}>
                  {says}
                </li>
              ))}
            </ul>
          </>
        )
      }
    />
  )
}
