/** What a report is of, in a few words. */
import { leavesAverage } from '../runs/modelFigures'
import type { ReportFacts } from '../store/report/reportFacts'
import { formatCount } from '../ui/format'

/** `Model of run 3, after epoch 5`; or where a model from a file comes from. */
export function titleOfModel({ run, origin, model }: ReportFacts): string {
  if (!('kept' in run)) return (origin ?? 'A model').replace(/\.$/, '')
  const weightsOf = run.kept?.summary.weightsOf
  const epoch = weightsOf ?? run.epochs.at(-1)?.epoch
  const weights =
    model.recipe && leavesAverage(model.recipe, weightsOf)
      ? ', with the moving average of its weights'
      : epoch === undefined
        ? ''
        : `, ${weightsOf === undefined ? 'after' : 'with the weights of'} epoch ${formatCount(epoch)}`
  return `Model of ${run.title.replace(/^Run (?=\d+$)/, 'run ')}${weights}`
}
