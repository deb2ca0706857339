import type { CSSProperties } from 'react'
import { momentsOf, spreadsOf, type Kind, type Moment } from '../../figures/anatomy/moments'
import { ratioFigure } from '../../figures/anatomy/ratioFigure'
import { NONE_SILENT, silenceFigure } from '../../figures/anatomy/silenceFigure'
import {
  KIND_NAMES,
  SPREAD_COLUMNS,
  SPREAD_DEFINITIONS,
  spreadFigure,
  writeSpread,
} from '../../figures/anatomy/spreadFigure'
import { findGradientTrouble } from '../../model/anatomy/judge'
import { describeKeptAnatomies } from '../../runs/anatomies'
import { LineDrawing } from '../../ui/chart/LineDrawing'
import { RidgeDrawing } from '../../ui/chart/RidgeDrawing'
import { RowDrawing } from '../../ui/chart/RowDrawing'
import { formatAmount, formatCount } from '../../ui/format'
import { DataTable } from '../parts/DataTable'
import { CHART, Figure } from '../parts/Figure'
import type { Section } from '../section'

const KINDS = ['weights', 'gradients', 'activations'] as const satisfies readonly Kind[]
const UNITS: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  weights: ['kernel', 'kernels'],
  gradients: ['kernel', 'kernels'],
  activations: ['layer', 'layers'],
}

/** Of a kind: more would be a wall of small pictures. The tables have all. */
const MOST_DRAWN = 12
/** In a picture: so many names have room. */
const MOST_RIDGES = 6
const SMALL_CHART = { width: 280, height: 170 } as const
/** A longer table is folded. */
const MOST_ROWS = 24

/** What the model is made of: its weights, their gradients, and what its layers make of some images. */
export const INSIDE: Section = {
  id: 'inside',
  title: 'Inside the model',
  Content: ({ facts }) => {
    const { run, inside } = facts
    const kept = 'anatomies' in run ? run.anatomies : undefined
    const isSeen = inside !== undefined && !('whyNot' in inside)
    const moments = momentsOf(kept, isSeen ? inside : undefined)
    const last = moments.at(-1)
    return (
      <>
        {inside !== undefined && 'whyNot' in inside && (
          <p>The inside of the model as it is was not looked at. {inside.whyNot}</p>
        )}
        {last && <Moments moments={moments} last={last} />}
        {kept && describeKeptAnatomies(kept) !== undefined && <p className="remark">{describeKeptAnatomies(kept)}</p>}
      </>
    )
  },
}

interface MomentsProps {
  readonly moments: readonly Moment[]
  /** Of them. */
  readonly last: Moment
}

function Moments({ moments, last }: MomentsProps) {
  const { anatomy, says } = last
  const trouble = findGradientTrouble(anatomy)
  const at = moments.length - 1
  const silence = silenceFigure(moments, at)
  const ratios = ratioFigure(moments, at)
  return (
    <>
      <p>
        Figures are {says}, seen by {formatAmount(anatomy.images, 'train image')} that the recipe’s seed draws, without
        augmentation. Gradients are of {anatomy.batch === anatomy.images ? 'all' : formatCount(anatomy.batch)} of them.
        {moments.length > 1 && ' Histograms are of moments from the first to the last one, which stands in front.'}
      </p>
      {trouble && <p>{trouble.message}</p>}
      {KINDS.map((kind) => (
        <Spreads key={kind} kind={kind} moments={moments} last={last} />
      ))}
      <div className="grid">
        {silence.layers.length === 0 ? (
          <p>{NONE_SILENT}</p>
        ) : (
          <Figure
            title={silence.title}
            definition={silence.definition}
            label={`Layers by the share of their units that are silent, ${says}`}
            picture={<RowDrawing {...silence.drawing} width={CHART.width} />}
            table={{ columns: silence.writtenColumns, rows: silence.written, endsInWords: true }}
          >
            <Sentences name={`${silence.title}, ${says}`} all={silence.layers.map((layer) => layer.says)} />
          </Figure>
        )}
        {ratios ? (
          <Figure
            title={ratios.title}
            definition={ratios.definition}
            label={`${ratios.title}, a line a kernel; the band is where a layer moves as it should`}
            picture={<LineDrawing {...ratios.drawing} {...CHART} />}
            table={{ columns: ratios.writtenColumns, rows: ratios.written }}
          >
            <ul className="legend" aria-label={`Legend of ${ratios.title}`}>
              {ratios.legend.map(({ key, colour }) => (
                <li key={key} style={{ '--series': colour } as CSSProperties}>
                  {key}
                </li>
              ))}
            </ul>
            <Sentences
              name={`Update to weight after epoch ${formatCount(ratios.epoch)}`}
              all={ratios.paces.map((pace) => pace.says)}
            />
          </Figure>
        ) : (
          <p>
            By how much of their size steps moved the weights is not known: that is measured at the end of the epochs of
            a run that is watched inside, and of this model there is none.
          </p>
        )}
      </div>
    </>
  )
}

/** Weights, gradients or activations: all in figures, and the first as histograms. */
function Spreads({ kind, moments, last }: MomentsProps & { readonly kind: Kind }) {
  const title = KIND_NAMES[kind]
  const spreads = [...spreadsOf(last.anatomy, kind)]
  if (spreads.length === 0) return null
  const drawn = drawnOf(kind, last)
  const shown = drawn.slice(0, MOST_DRAWN)
  const [one, many] = UNITS[kind]
  return (
    <>
      <h3>{title}</h3>
      <p className="definition">
        {SPREAD_DEFINITIONS[kind](last)}
        {drawn.length > shown.length &&
          ` The first ${formatCount(shown.length)} of ${formatAmount(drawn.length, one, many)} are drawn; the table has all.`}
      </p>
      <div className="small">
        {shown.map((name) => {
          const {
            drawing,
            label,
            className,
            title: of,
          } = spreadFigure(moments, kind, name, {
            at: moments.length - 1,
            // Gradients shrink by powers of ten while a model learns.
            isOwn: kind === 'gradients',
            most: MOST_RIDGES,
          })
          return (
            drawing && (
              <figure key={name} aria-label={of} className={className}>
                <p>
                  <bdi>{name}</bdi>
                </p>
                <div className="picture" role="img" aria-label={label}>
                  <RidgeDrawing {...drawing} {...SMALL_CHART} />
                </div>
              </figure>
            )
          )
        })}
      </div>
      <details open={spreads.length <= MOST_ROWS}>
        <summary>{title} as a table</summary>
        <DataTable
          name={`${title}, ${last.says}`}
          columns={[kind === 'activations' ? 'Layer' : 'Weight', ...SPREAD_COLUMNS]}
          rows={spreads.map(([name, spread]) => [name, ...writeSpread(spread)])}
        />
      </details>
    </>
  )
}

/** What is worth a picture: of weights the kernels, and where there are none all. */
function drawnOf(kind: Kind, { anatomy }: Moment): readonly string[] {
  const names = [...spreadsOf(anatomy, kind).keys()]
  if (kind === 'activations') return names
  const kernels = new Set(anatomy.weights.flatMap(({ key, axes }) => (axes > 1 ? [key] : [])))
  const found = names.filter((name) => kernels.has(name))
  return found.length > 0 ? found : names
}

function Sentences({ name, all }: { readonly name: string; readonly all: readonly string[] }) {
  return (
    <ul className="sentences" aria-label={name}>
      {all.map((sentence, at) => (
        <li key={at}>{sentence}</li>
      ))}
    </ul>
  )
}
