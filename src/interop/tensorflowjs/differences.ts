/** What plain TensorFlow.js makes of an exported model: sentences for whoever exports it. */
import { layerNames } from '../../model/graph/names'
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { toPlainStack } from './plainStack'

/** What it computes otherwise than Strata, so that the model predicts otherwise there. A sentence for each kind of layer. */
export function differences(stack: Stack): readonly string[] {
  const names = layerNames(stack)
  const thresholds = names.filter((_, at) => {
    const layer = stack.layers[at]!
    return layer.className === 'ReLU' && layer.args.threshold !== 0 && layer.args.negativeSlope !== 0
  })
  if (thresholds.length === 0) return []
  return [
    `Plain TensorFlow.js passes over the threshold and the slope of ${listNames(thresholds)} (ReLU), so the model predicts otherwise there than here.`,
  ]
}

/** What the file has otherwise than the stack, with the same predictions. */
export function replacements(stack: Stack, data: DataShape): readonly string[] {
  const { replaced } = toPlainStack(stack, data)
  if (replaced.length === 0) return []
  return [
    `Plain TensorFlow.js lacks something of ${listNames(replaced)}, so the file has other layers there: they predict the same, but may train otherwise. Strata opens it as the model is here.`,
  ]
}

function listNames(names: readonly string[]): string {
  const quoted = names.map((name) => `“${name}”`)
  if (quoted.length > 4) return `${quoted.slice(0, 3).join(', ')} and ${quoted.length - 3} more`
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
}
