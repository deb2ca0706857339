/** A model's diagram as files: one SVG a sheet. */
import type { StackAnalysis } from '../../../model/graph/shapes'
import type { Stack } from '../../../model/graph/stack'
import { formatAmount } from '../../../ui/format'
import { toNodes } from './diagramNodes'
import { layoutDiagram } from './layoutDiagram'
import { writeSvg } from './writeSvg'

export interface Sheet {
  /** An SVG document. */
  readonly svg: string
  /** In pixels. */
  readonly width: number
  readonly height: number
  /** Without an ending: `diagram`, or `diagram-2` where there are several. */
  readonly name: string
  /** What it shows, for whoever doesn't see it. */
  readonly title: string
}

/** @param analysis of this stack. */
export function drawModel(stack: Stack, analysis: StackAnalysis): readonly Sheet[] {
  const nodes = toNodes(stack, analysis)
  const { parameters, trainableParameters } = analysis
  const counted = formatAmount(parameters, 'parameter')
  const trained =
    parameters === trainableParameters
      ? ''
      : `, ${formatAmount(trainableParameters, 'of them trains', 'of them train')}`
  const drawings = layoutDiagram(nodes)
  return drawings.map((drawing, at) => {
    const isOne = drawings.length === 1
    const sheet = isOne ? '' : `, sheet ${at + 1} of ${drawings.length}`
    const text = `${formatAmount(stack.layers.length, 'layer')}, ${counted}${trained}${sheet}`
    const layers = drawing.boxes.filter(({ node }) => node.kind === 'layer').map(({ node }) => node.name)
    const title = `Diagram of the model${sheet}: ${layers.join(', ')}`
    return { ...writeSvg(drawing, { title, text }), name: isOne ? 'diagram' : `diagram-${at + 1}`, title }
  })
}
