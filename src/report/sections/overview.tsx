import { overviewOf } from '../../figures/study/overview'
import { withoutBidiControls } from '../../common/text'
import { describeMatch } from '../../model/graph/fit'
import { describeImages } from '../../model/layers/define'
import type { JudgedSplit, ReportFacts } from '../../store/report/reportFacts'
import type { NamedFigure } from '../../ui/Figures'
import { formatAmount, formatCount, formatLoss } from '../../ui/format'
import { titleOfModel } from '../titleOfModel'
import { Figures } from '../parts/Facts'
import { JudgedPart } from '../parts/JudgedPart'
import type { Section } from '../section'

/** The model in a few numbers. */
export const OVERVIEW: Section = {
  id: 'overview',
  title: 'At a glance',
  Content: ({ facts }) => (
    <>
      <p>
        {titleOfModel(facts)}: {formatAmount(facts.model.stack.layers.length, 'layer')} with{' '}
        {formatAmount(facts.model.parameters, 'parameter')}, for {formatCount(facts.model.classes.length)} classes of
        images of {describeImages(facts.model.data)}.
      </p>
      <JudgedPart facts={facts}>
        {(judged) => (
          <>
            <p>{describeSplit(judged, facts)}</p>
            <Figures figures={figuresOf(judged, facts)} />
          </>
        )}
      </JudgedPart>
    </>
  ),
}

function figuresOf({ study, evaluation }: JudgedSplit, { hitsAt }: ReportFacts): readonly NamedFigure[] {
  const ranks = evaluation?.ranks
  return [
    ...overviewOf(study, hitsAt !== undefined && ranks ? { k: hitsAt, ranks } : undefined),
    ...(evaluation
      ? [
          {
            name: 'Loss',
            value: formatLoss(evaluation.loss),
            definition: 'The mean cross-entropy over these images, in nats: 0 is perfect.',
          },
        ]
      : []),
  ]
}

function describeSplit({ split, study }: JudgedSplit, { data, model }: ReportFacts): string {
  const match = split === 'test' && 'dataset' in data ? describeMatch(model, data.dataset) : undefined
  const name = 'dataset' in data ? ` of ${data.dataset.name}` : ''
  const images = formatAmount(study.images, `${split} image`)
  return split === 'test'
    ? [`It is judged by ${images}${name}: a run trains on none of these.`, match && withoutBidiControls(match)]
        .filter((each) => each !== undefined)
        .join(' ')
    : `There are no test images, so it is judged by ${images}${name}. Callbacks and a person may have chosen by these, so that figures may flatter.`
}
