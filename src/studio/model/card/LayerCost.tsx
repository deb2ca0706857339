import { formatShape } from '../../../model/layers/define'
import type { LayerFacts } from '../../../model/graph/shapes'
import type { MeasuredStep } from '../../../store/session/timingPart'
import { FactLine } from '../../../ui/FactLine'
import { formatBytes, formatCompact } from '../../../ui/format'
import { Help } from '../../../ui/Help'
import styles from './LayerCost.module.css'
import { describeParameters, describeSight, describeTime, explainFigures } from './layerFigures'

export interface LayerCostProps {
  readonly facts: LayerFacts | undefined
  /** Absent while no step of this model was measured. */
  readonly measured: MeasuredStep | undefined
}

/** What comes out of a layer and what it takes, for one image, and its share of a step; a dash while its shape is not known. */
export function LayerCost({ facts, measured }: LayerCostProps) {
  if (!facts?.output) {
    return (
      <FactLine>
        <span title="Output shape: not known yet">–</span>
      </FactLine>
    )
  }
  const { name, output, flops, bytes } = facts
  const sight = describeSight(facts.receptiveField)
  const shown = measured && { time: measured.time, batchSize: measured.recipe.batchSize }
  return (
    <FactLine end={<Help term={`the figures of ${name}`} text={explainFigures(facts, shown)} />}>
      <strong className={styles.shape} title="Output shape">
        {formatShape(output)}
      </strong>
      <span>{describeParameters(facts)}</span>
      {flops > 0 && <span title="Floating-point operations for one image">{formatCompact(flops)} FLOPs</span>}
      <span title="Memory of the output for one image">{formatBytes(bytes)}</span>
      {sight !== undefined && <span title="How much of the image one value is made from">{sight}</span>}
      {shown && <span title="Share of a training step, as last measured">{describeTime(name, shown.time)}</span>}
    </FactLine>
  )
}
