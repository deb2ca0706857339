import type { CSSProperties } from 'react'
import type { Moment } from '../../../../figures/anatomy/moments'
import { ratioFigure } from '../../../../figures/anatomy/ratioFigure'
import { LineChart } from '../../../../ui/chart/LineChart'
import { classes } from '../../../../ui/classes'
import { Legend } from '../../../../ui/Legend'
import { AnatomyFigure } from './AnatomyFigure'
import styles from './AnatomyTab.module.css'

/** How far the last step of each epoch went, with what that means. */
export function RatioFigure({ moments, at }: { readonly moments: readonly Moment[]; readonly at: number }) {
  const found = ratioFigure(moments, at)
  if (!found) return null
  const { drawing, epochs, legend, read, epoch: chosen, paces, ...figure } = found
  const reading = (epoch: number) => {
    const lines = read(epoch)
    return (
      lines && (
        <>
          <p>Epoch {epoch}</p>
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </>
      )
    )
  }
  return (
    <AnatomyFigure
      {...figure}
      chart={
        <>
          <div className={styles.plot}>
            <LineChart
              label={`${figure.title}; the arrow keys read it`}
              {...drawing}
              stops={epochs}
              readingTop={8}
              read={reading}
            />
          </div>
          <div className={styles.legend}>
            <Legend>
              {legend.map(({ key, colour }) => (
                <li key={key} style={{ '--series': colour } as CSSProperties}>
                  {key}
                </li>
              ))}
            </Legend>
          </div>
          <ul className={styles.words} aria-label={`Update to weight after epoch ${chosen}`}>
            {paces.map(({ key, says, isWorry }) => (
              <li key={key} className={classes(isWorry && styles.worry)}>
                {says}
              </li>
            ))}
          </ul>
        </>
      }
    />
  )
}
