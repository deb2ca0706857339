/** The model that would leave, in words. */
import type { Evaluation, ModelSummary } from '../../engine/protocol'
import { isSameStack, type Stack } from '../../model/stack'
import { formatAmount, formatCount, formatPercent } from '../../ui/format'

/** What keeps the model from being exported: one sentence. */
export function whyNotExport(model: ModelSummary | undefined, training: boolean): string | undefined {
  if (training) return 'The model is being trained: wait until the run has ended, or stop it.'
  return model ? undefined : 'There is no model to export yet: train one or open one.'
}

/** `7 layers with 30,634 parameters for 10 classes; 98.85 % of the test images are classified rightly.` */
export function describeModel(model: ModelSummary, edited: Stack, test: Evaluation | undefined): string {
  const { height, width, channels } = model.data
  const sentences = [
    `${formatAmount(model.stack.layers.length, 'layer')} with ${formatAmount(model.parameters, 'parameter')}, for ${formatCount(model.classes.length)} classes of images of ${width} × ${height} × ${channels}.`,
  ]
  if (test) sentences.push(`Test accuracy ${formatPercent(test.accuracy)}.`)
  if (!isSameStack(model.stack, edited)) {
    sentences.push('The layers have been edited since: the export holds the model as it was trained.')
  }
  return sentences.join(' ')
}
