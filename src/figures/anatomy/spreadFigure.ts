/** How weights, gradients or activations spread, moment by moment. */
import { binEdges, type Spread } from '../../model/anatomy/spread'
import type { RidgeFigure } from '../../ui/chart/RidgeDrawing'
import { niceStep, ticksTo, type ChartAxis } from '../../ui/chart/scale'
import { formatAmount, formatCount, formatPercent } from '../../ui/format'
import type { AnatomyFigureText } from './figure'
import marks from './marks.module.css'
import { formatValue, spreadsOf, thinned, type Kind, type Moment } from './moments'

export interface SpreadFigure extends AnatomyFigureText {
  /** Absent where no value is a finite number. */
  readonly drawing: RidgeFigure | undefined
  /** All of it in words. */
  readonly label: string
  readonly chosen: { readonly moment: Moment; readonly spread: Spread } | undefined
  /** Gives the ridges their colour. */
  readonly className: string | undefined
}

export interface SpreadOptions {
  /** The place of the moment that is looked at. */
  readonly at: number
  /** Each by its own standard deviation, or one scale for all. */
  readonly isOwn: boolean
  /** Histograms that are drawn, at most. */
  readonly most: number
}

export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  weights: 'Weights',
  gradients: 'Gradients',
  activations: 'Activations',
}

export const SPREAD_DEFINITIONS: Readonly<Record<Kind, (moment: Moment) => string>> = {
  weights: () =>
    'All values of the weight in 64 bins, as wide from the smallest to the largest. Each histogram is as high as its fullest bin.',
  gradients: ({ anatomy }) =>
    `The gradient of the loss with its penalties, averaged over the same ${formatAmount(anatomy.batch, 'train image')} each time: as in training, with dropout, but without augmentation, and before clipping. In 64 bins; each histogram is as high as its fullest bin.`,
  activations: ({ anatomy }) =>
    `What the layer makes of the same ${formatAmount(anatomy.images, 'train image')} each time: dropout does nothing here. Of the last layer, what it gives before its softmax. In 64 bins; each histogram is as high as its fullest bin.`,
}

/** What a table says of a spread, behind what the spread is of. */
export const SPREAD_COLUMNS = ['Mean', 'Deviation', 'Smallest', 'Largest', 'Zeros', 'No numbers'] as const

export function writeSpread({ figures, zeros, lost, count }: Spread): readonly string[] {
  return [
    ...[figures?.mean, figures?.deviation, figures?.min, figures?.max].map(formatValue),
    formatPercent(zeros / count, 1),
    formatCount(lost),
  ]
}

/** @param name of those of the kind. */
export function spreadFigure(
  moments: readonly Moment[],
  kind: Kind,
  name: string,
  { at, isOwn, most }: SpreadOptions,
): SpreadFigure {
  const all = moments.flatMap((moment, place) => {
    const spread = spreadsOf(moment.anatomy, kind).get(name)
    return spread ? [{ moment, place, spread }] : []
  })
  const chosen = all.find(({ place }) => place === at) ?? all.at(-1)
  const shown = thinned(
    all,
    all.findIndex((each) => each === chosen),
    most,
  )
  const ridges = shown.flatMap(({ moment, spread: { figures, bins }, place }) => {
    if (!figures) return []
    const unit = isOwn && figures.deviation > 0 ? figures.deviation : 1
    const edges = binEdges(figures).map((edge) => edge / unit)
    return [{ name: moment.name, edges, heights: bins, isChosen: place === chosen?.place }]
  })
  const isOfRun = shown.some(({ moment }) => moment.epoch !== undefined)
  const title = `${KIND_NAMES[kind]} of ${name}`
  const ends = ridges.flatMap(({ edges }) => [edges[0]!, edges.at(-1)!])
  return {
    title,
    definition: SPREAD_DEFINITIONS[kind](chosen?.moment ?? moments[0]!),
    drawing:
      ridges.length === 0 ? undefined : { x: valueAxis(ends, kind, isOwn), heading: isOfRun ? 'Epoch' : '', ridges },
    label: `${title}, ${formatAmount(ridges.length, 'histogram')}${chosen ? `; ${chosen.moment.says}: ${sayFigures(chosen.spread)}` : ''}`,
    chosen,
    className: kind === 'weights' ? undefined : marks[kind],
    writtenColumns: ['Epoch', ...SPREAD_COLUMNS],
    written: all.map(({ moment, spread }) => [moment.name, ...writeSpread(spread)]),
    columns: ['Epoch', 'From', 'To', 'Values', 'Mean', 'Deviation', 'Zeros', 'No numbers'],
    rows: all.flatMap(({ moment, spread: { figures, bins, zeros, lost } }) => {
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
    }),
  }
}

export function sayFigures({ figures, zeros, lost, count }: Spread): string {
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
