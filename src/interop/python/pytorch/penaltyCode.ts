/** PyTorch code of the penalties that weights add to the loss. */
import { weightSpecsOfLayers } from '../../../model/graph/weights'
import type { Plan } from '../../target'
import { pythonText } from '../readImage'

/** The function `penalty(model)`; undefined where no weight has one. */
export function penaltyCode({ stack, data }: Plan): readonly [string] | undefined {
  const penalties = weightSpecsOfLayers(stack, data)
    .flat()
    .flatMap(({ key, regularizer }) =>
      regularizer ? [`    ${pythonText(key)}: (${regularizer.l1}, ${regularizer.l2}),`] : [],
    )
  if (penalties.length === 0) return undefined
  return [
    `\
# L1 and L2 of weights, by Strata's names.
PENALTIES = {
${penalties.join('\n')}
}


def penalty(model):
    places = dict(model.named_parameters())
    weights = ((places[WEIGHTS[name][0]], l1, l2) for name, (l1, l2) in PENALTIES.items())
    return sum(l1 * weight.abs().sum() + l2 * weight.square().sum() for weight, l1, l2 in weights)
`,
  ]
}
