/** Units that say nothing, layer by layer. */
import { saySilence } from '../../model/anatomy/judge'
import { SATURATED } from '../../model/anatomy/units'
import type { RowFigure } from '../../ui/chart/RowDrawing'
import { formatAmount, formatPercent } from '../../ui/format'
import type { AnatomyFigureText } from './figure'
import marks from './marks.module.css'
import type { Moment } from './moments'

export interface SilenceFigure extends AnatomyFigureText {
  readonly drawing: RowFigure
  /** Of each layer that has units which could be silent, a row each. */
  readonly layers: readonly {
    readonly name: string
    readonly activation: string
    readonly says: string
    readonly isWorry: boolean
  }[]
}

export const NONE_SILENT = 'No layer of this model has an activation that leaves a unit silent.'

/** @param at the place of the moment that is looked at. */
export function silenceFigure(moments: readonly Moment[], at: number): SilenceFigure {
  const { images, layers } = moments[at]!.anatomy
  const told = layers.flatMap(({ silence, ...layer }) => (silence ? [{ ...layer, silence }] : []))
  return {
    title: 'Silent units',
    definition: `Units, or channels, that gave the same end of their range for ${formatAmount(images, 'train image')} at all places: 0 behind a ReLU (dead: nothing moves such a unit, as its slope is 0), or beyond ${SATURATED} of the way to an end behind sigmoid, tanh and their like (saturated: they hardly move). So few images can show that a unit is alive, and never prove that it is dead.`,
    layers: told.map((layer) => ({
      name: layer.name,
      activation: layer.activation,
      says: saySilence(layer, images),
      isWorry: layer.silence.silent.length > 0,
    })),
    drawing: {
      heading: 'Layer',
      columns: [{ title: 'Share of its units', most: 1, className: marks.silent }],
      rows: told.map((layer) => {
        const { silent, units } = layer.silence
        return {
          name: layer.name,
          values: [silent.length / units],
          texts: [`${silent.length} of ${units}`],
          says: saySilence(layer, images),
        }
      }),
    },
    writtenColumns: ['Layer', 'Activation', 'Units', 'Silent', 'Share', 'Which'],
    written: told.map(({ name, activation, silence: { units, silent } }) => [
      name,
      activation,
      String(units),
      String(silent.length),
      formatPercent(silent.length / units, 1),
      silent.length === 0 ? '–' : silent.join(', '),
    ]),
    columns: ['Epoch', 'Layer', 'Activation', 'Kind', 'Units', 'Silent', 'Which'],
    rows: moments.flatMap(({ name: epoch, anatomy }) =>
      anatomy.layers.flatMap(({ name, activation, silence }) =>
        silence
          ? [[epoch, name, activation, silence.how, silence.units, silence.silent.length, silence.silent.join(' ')]]
          : [],
      ),
    ),
  }
}
