import { SATURATED } from '../../../../model/anatomy/units'
import { saySilence } from '../../../../model/anatomy/judge'
import { RowBars } from '../../../../ui/chart/RowBars'
import { formatAmount, formatPercent } from '../../../../ui/format'
import { AnatomyFigure } from './AnatomyFigure'
import styles from './AnatomyTab.module.css'
import type { Moment } from '../../../../figures/anatomy/moments'

const TITLE = 'Silent units'

export interface SilenceFigureProps {
  readonly moments: readonly Moment[]
  readonly at: number
  /** Shows the activations of a layer, by what `spreadsOf` calls it. */
  onShow(name: string): void
}

/** Units that say nothing, layer by layer. */
export function SilenceFigure({ moments, at, onShow }: SilenceFigureProps) {
  const moment = moments[at]
  if (!moment) return null
  const { images, layers } = moment.anatomy
  const told = layers.flatMap(({ silence, ...layer }) => (silence ? [{ ...layer, silence }] : []))
  const definition = `Units, or channels, that gave the same end of their range for ${formatAmount(images, 'train image')} at all places: 0 behind a ReLU (dead: nothing moves such a unit, as its slope is 0), or beyond ${SATURATED} of the way to an end behind sigmoid, tanh and their like (saturated: they hardly move). So few images can show that a unit is alive, and never prove that it is dead.`
  return (
    <AnatomyFigure
      title={TITLE}
      definition={definition}
      chart={
        told.length === 0 ? (
          <p className={styles.remark}>No layer of this model has an activation that leaves a unit silent.</p>
        ) : (
          <>
            <RowBars
              label={`Layers by their silent units, ${moment.says}`}
              heading="Layer"
              columns={[{ title: 'Share of its units', most: 1, className: styles.silent }]}
              rows={told.map((layer) => {
                const { silent, units } = layer.silence
                return {
                  name: layer.name,
                  values: [silent.length / units],
                  texts: [`${silent.length} of ${units}`],
                  says: saySilence(layer, images),
                }
              })}
              onPress={(row) => onShow(`${told[row]!.name} (${told[row]!.activation})`)}
            />
            <ul className={styles.words} aria-label={`Silent units, ${moment.says}`}>
              {told.map((layer) => (
                <li key={layer.name} className={layer.silence.silent.length > 0 ? styles.worry : undefined}>
                  {saySilence(layer, images)}
                </li>
              ))}
            </ul>
          </>
        )
      }
      endsInWords
      writtenColumns={['Layer', 'Activation', 'Units', 'Silent', 'Share', 'Which']}
      written={told.map(({ name, activation, silence: { units, silent } }) => [
        name,
        activation,
        String(units),
        String(silent.length),
        formatPercent(silent.length / units, 1),
        silent.length === 0 ? '–' : silent.join(', '),
      ])}
      columns={['Epoch', 'Layer', 'Activation', 'Kind', 'Units', 'Silent', 'Which']}
      rows={moments.flatMap(({ name: epoch, anatomy }) =>
        anatomy.layers.flatMap(({ name, activation, silence }) =>
          silence
            ? [[epoch, name, activation, silence.how, silence.units, silence.silent.length, silence.silent.join(' ')]]
            : [],
        ),
      )}
    />
  )
}
