/** A model as what its diagram shows: boxes with what stands in them, and who reads whom. */
import { INPUT, formatShape } from '../../../model/layers/define'
import { inputIdsAt } from '../../../model/graph/inputs'
import type { StackAnalysis } from '../../../model/graph/shapes'
import type { Stack } from '../../../model/graph/stack'
import { formatAmount } from '../../../ui/format'

export interface DiagramNode {
  readonly key: string
  readonly kind: 'layer' | 'input' | 'exit' | 'entry'
  readonly name: string
  readonly type: string
  readonly shape: string
  readonly parameters: string
  /** Nodes side by side in the list with the same key are one block. */
  readonly block?: { readonly key: string; readonly name: string }
  /** Keys of nodes before it in the list. One that is read twice stands there twice. */
  readonly inputs: readonly string[]
}

/** The images and the layers, in the order of the list. What a broken reference names is left out. */
export function toNodes({ layers }: Stack, { input, layers: facts }: StackAnalysis): readonly DiagramNode[] {
  const images: DiagramNode = {
    key: INPUT,
    kind: 'input',
    name: 'Input',
    type: '',
    shape: formatShape(input),
    parameters: '',
    inputs: [],
  }
  const known = new Set<string>([INPUT])
  let block: DiagramNode['block']
  return [
    images,
    ...layers.map((layer, at): DiagramNode => {
      const { name, output, parameters } = facts[at]!
      const { id, className } = layer
      if (layer.block !== block?.name) {
        block = layer.block === undefined ? undefined : { key: `block ${at}`, name: layer.block }
      }
      const inputs = inputIdsAt(layers, at).filter((read) => known.has(read))
      known.add(id)
      return {
        key: id,
        kind: 'layer',
        name,
        type: className,
        shape: output ? formatShape(output) : '–',
        parameters: parameters > 0 ? formatAmount(parameters, 'param') : '',
        ...(block && { block }),
        inputs,
      }
    }),
  ]
}
