import { curveFigure } from '../../figures/run/curveFigure'
import { mergeRows } from '../../figures/run/curveRows'
import { curveTable } from '../../figures/run/curveTable'
import { CURVES, type Curve } from '../../figures/run/curveText'
import { CURVE_DEFINITIONS } from '../../figures/run/definitions'
import type { ReportedRun, ReportFacts } from '../../store/report/reportFacts'
import { LineDrawing } from '../../ui/chart/LineDrawing'
import { formatCount, formatMoment, formatSeconds } from '../../ui/format'
import { Facts } from '../parts/Facts'
import { CHART, Figure } from '../parts/Figure'
import type { Section } from '../section'

const SHOWN: readonly Curve[] = ['loss', 'accuracy', 'hits', 'learningRate', 'imagesPerSecond']

/** How the run went. */
export const TRAINING: Section = {
  id: 'training',
  title: 'Training',
  Content: ({ facts }) => {
    const { run, hitsAt } = facts
    if ('whyNot' in run) return <p>{run.whyNot}</p>
    return (
      <>
        <Facts facts={factsOf(run, facts)} />
        <div className="grid">
          {SHOWN.filter((curve) => curve !== 'hits' || hitsAt !== undefined).map((curve) => (
            <CurveOfRun key={curve} curve={curve} run={run} facts={facts} />
          ))}
        </div>
        <h3>Run log</h3>
        {run.log.length === 0 ? (
          <p>Nothing was logged: no callback, schedule or person changed anything while it went on.</p>
        ) : (
          <ol>
            {run.log.map(({ message, position }, at) => (
              <li key={`${position} ${at}`}>{message}</li>
            ))}
          </ol>
        )}
      </>
    )
  },
}

interface CurveOfRunProps {
  readonly curve: Curve
  readonly run: ReportedRun
  readonly facts: ReportFacts
}

function CurveOfRun({ curve, run: { curves, epochs, log }, facts: { model, hitsAt: k = 1 } }: CurveOfRunProps) {
  const rows = mergeRows(curve, curve === 'hits' ? [] : curves[curve], epochs, k)
  const { drawing } = curveFigure(curve, {
    rows,
    log,
    guessing: Math.log(model.classes.length),
    planned: model.recipe?.epochs ?? epochs.length,
  })
  const { title: plain, sources } = CURVES[curve]
  const title = curve === 'hits' ? `Hits at ${k}` : plain
  return (
    <Figure
      title={title}
      definition={CURVE_DEFINITIONS[curve]}
      label={`${title} by epoch, ${sources.join(' and ')}`}
      picture={<LineDrawing {...drawing} {...CHART} />}
      table={{ ...curveTable(curve, epochs, log, k), endsInWords: log.length > 0 }}
    >
      <ul className="legend" aria-label={`Legend of ${title}`}>
        {sources.map((source) => (
          <li key={source} className={source}>
            {source === 'training' ? 'Training' : 'Validation'}
          </li>
        ))}
      </ul>
    </Figure>
  )
}

function factsOf(run: ReportedRun, { model: { recipe } }: ReportFacts): readonly (readonly [string, string])[] {
  const { kept, epochs } = run
  const trained = formatCount(epochs.at(-1)?.epoch ?? 0)
  const planned = recipe && ` of ${formatCount(recipe.epochs)} that were planned`
  return [
    ['Run', run.title],
    ...(kept
      ? ([
          ['Started', formatMoment(kept.summary.started)],
          ['State', describeState(kept.summary.state)],
          ['Training time, without pauses', formatSeconds(kept.summary.seconds)],
        ] as const)
      : ([['Record', 'The browser kept none: what is told is of the run on show.']] as const)),
    ['Epochs', `${trained}${planned ?? ''}`],
    ...(kept?.summary.stoppedEarly === undefined ? [] : ([['Stopped early', kept.summary.stoppedEarly]] as const)),
    ...(kept?.summary.message === undefined ? [] : ([['Failed', kept.summary.message]] as const)),
    ...(kept?.summary.weightsOf === undefined
      ? []
      : ([['Weights of the model', `of epoch ${formatCount(kept.summary.weightsOf)}`]] as const)),
    ...(kept && kept.note !== '' ? ([['Note', kept.note]] as const) : []),
  ]
}

function describeState(state: 'running' | 'finished' | 'stopped' | 'failed'): string {
  return { running: 'Running', finished: 'Finished', stopped: 'Stopped', failed: 'Failed' }[state]
}
