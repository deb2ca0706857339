import { useState } from 'react'
import { binEdges, type Spread } from '../../../../model/anatomy/spread'
import { Ridges } from '../../../../ui/chart/Ridges'
import { niceStep, ticksTo, type ChartAxis } from '../../../../ui/chart/scale'
import { formatAmount, formatCount, formatPercent } from '../../../../ui/format'
import { SegmentedControl } from '../../../../ui/SegmentedControl'
import { AnatomyFigure } from './AnatomyFigure'
import styles from './AnatomyTab.module.css'
import { formatValue, spreadsOf, thinned, type Kind, type Moment } from '../../../../figures/anatomy/moments'

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

const DEFINITIONS: Readonly<Record<Kind, (moment: Moment) => string>> = {
  weights: () =>
    'All values of the weight in 64 bins, as wide from the smallest to the largest. Each histogram is as high as its fullest bin.',
  gradients: ({ anatomy }) =>
    `The gradient of the loss with its penalties, averaged over the same ${formatAmount(anatomy.batch, 'train image')} each time: as in training, with dropout, but without augmentation, and before clipping. In 64 bins; each histogram is as high as its fullest bin.`,
  activations: ({ anatomy }) =>
    `What the layer makes of the same ${formatAmount(anatomy.images, 'train image')} each time: dropout does nothing here. Of the last layer, what it gives before its softmax. In 64 bins; each histogram is as high as its fullest bin.`,
}

/** How weights, gradients or activations spread, moment by moment. */
export function SpreadFigure({ moments, kind, name, at }: SpreadFigureProps) {
  // Gradients shrink by powers of ten while a model learns.
  const [scale, setScale] = useState<Scale>()
  const isOwn = (scale ?? (kind === 'gradients' ? 'own' : 'one')) === 'own'
  const all = moments.flatMap((moment, place) => {
    const spread = spreadsOf(moment.anatomy, kind).get(name)
    return spread ? [{ moment, place, spread }] : []
  })
  const chosen = all.find(({ place }) => place === at) ?? all.at(-1)
  const shown = thinned(
    all,
    all.findIndex((each) => each === chosen),
    MOST_RIDGES,
  )
  const ridges = shown.flatMap(({ moment, spread: { figures, bins }, place }) => {
    if (!figures) return []
    const unit = isOwn && figures.deviation > 0 ? figures.deviation : 1
    const edges = binEdges(figures).map((edge) => edge / unit)
    return [{ name: moment.name, edges, heights: bins, isChosen: place === chosen?.place }]
  })
  const title = `${KIND_NAMES[kind]} of ${name}`
  return (
    <AnatomyFigure
      title={title}
      definition={DEFINITIONS[kind](chosen?.moment ?? moments[0]!)}
      chart={
        <>
          <div className={styles.controls}>
            <SegmentedControl
              label="Scale of the histograms"
              value={isOwn ? 'own' : 'one'}
              options={[
                { value: 'one', label: 'One scale' },
                { value: 'own', label: 'By deviation' },
              ]}
              onChange={setScale}
            />
          </div>
          <div className={styles.ridges} data-kind={kind}>
            {ridges.length > 0 && (
              <Ridges
                label={`${title}, ${formatAmount(ridges.length, 'histogram')}${chosen ? `; ${chosen.moment.says}: ${sayFigures(chosen.spread)}` : ''}`}
                x={valueAxis(
                  ridges.flatMap(({ edges }) => [edges[0]!, edges.at(-1)!]),
                  kind,
                  isOwn,
                )}
                heading="Epoch"
                ridges={ridges}
              />
            )}
          </div>
          {chosen && (
            <p className={styles.facts} role="status">
              <strong>{sentenceCase(chosen.moment.says)}:</strong> {sayFigures(chosen.spread)}
            </p>
          )}
        </>
      }
      writtenColumns={['Epoch', 'Mean', 'Deviation', 'Smallest', 'Largest', 'Zeros', 'No numbers']}
      written={all.map(({ moment, spread: { figures, zeros, lost, count } }) => [
        moment.name,
        ...[figures?.mean, figures?.deviation, figures?.min, figures?.max].map(formatValue),
        formatPercent(zeros / count, 1),
        formatCount(lost),
      ])}
      columns={['Epoch', 'From', 'To', 'Values', 'Mean', 'Deviation', 'Zeros', 'No numbers']}
      rows={all.flatMap(({ moment, spread: { figures, bins, zeros, lost } }) => {
        if (!figures) return [[moment.name, null, null, 0, null, null, zeros, lost]]
        const edges = binEdges(figures)
        return Array.from(bins, (count, bin) => [
          moment.name,
          edges[bin]!,
          edges[bin + 1]!,
          count,
          figures.mean,
          figures.deviation,
          zeros,
          lost,
        ])
      })}
    />
  )
}

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  weights: 'Weights',
  gradients: 'Gradients',
  activations: 'Activations',
}

function sayFigures({ figures, zeros, lost, count }: Spread): string {
  const parts = figures
    ? [
        `mean ${formatValue(figures.mean)}`,
        `deviation ${formatValue(figures.deviation)}`,
        `from ${formatValue(figures.min)} to ${formatValue(figures.max)}`,
        `${formatPercent(zeros / count, 1)} zeros`,
      ]
    : ['no value is a finite number']
  if (lost > 0 && figures) parts.push(`${formatCount(lost)} of ${formatCount(count)} values are infinite or no numbers`)
  return `${parts.join(', ')}.`
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function valueAxis(ends: readonly number[], kind: Kind, isOwn: boolean): ChartAxis {
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const step = niceStep((high - low) / 6)
  const [from, to] = [Math.floor(low / step) * step, Math.ceil(high / step) * step]
  const label = kind === 'activations' ? 'Output' : kind === 'gradients' ? 'Gradient' : 'Value'
  return {
    label: isOwn ? `${label}, by its deviation` : label,
    from,
    to,
    ticks: ticksTo(to, step, from),
    formatTick: formatValue,
  }
}
