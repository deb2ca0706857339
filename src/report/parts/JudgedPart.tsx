import type { ReactNode } from 'react'
import type { ProbabilityStudy } from '../../model/metrics/splitStudy'
import { studyRows } from '../../figures/study/studyRows'
import type { JudgedSplit, ReportFacts } from '../../store/report/reportFacts'

export interface JudgedPartProps {
  readonly facts: ReportFacts
  children(judged: JudgedSplit): ReactNode
}

/** What needs images that the model was judged by; where there are none, why. */
export function JudgedPart({ facts: { judged }, children }: JudgedPartProps) {
  return 'whyNot' in judged ? <p>{judged.whyNot}</p> : children(judged)
}

/** The same for what needs a probability of every class for each image. */
export function ProbabilitiesPart({
  facts,
  children,
}: {
  readonly facts: ReportFacts
  children(judged: JudgedSplit, probabilities: ProbabilityStudy): ReactNode
}) {
  return (
    <JudgedPart facts={facts}>
      {(judged) =>
        judged.study.probabilities
          ? children(judged, judged.study.probabilities)
          : studyRows(judged.study, { column: 0, falling: false }).reasons.map((reason) => <p key={reason}>{reason}</p>)
      }
    </JudgedPart>
  )
}
