import type { LayerFacts } from '../../../model/graph/shapes'
import { formatShape } from '../../../model/layers/define'
import type { Layer } from '../../../model/layers/registry'
import type { MeasuredStep } from '../../../store/session/timingPart'
import styles from './FoldedFacts.module.css'
import { describeParameters, describeTime } from './layerFigures'
import { summariseArguments } from './summariseArguments'

export interface FoldedFactsProps {
  readonly layer: Layer
  readonly facts: LayerFacts | undefined
  readonly reads: readonly string[]
  readonly measured: MeasuredStep | undefined
}

/**
 * A folded layer in one line: what comes out, what it is called and reads where a person chose that, its parameters and arguments. What
 * does not fit is in the tooltip, and on the unfolded card.
 */
export function FoldedFacts({ layer, facts, reads, measured }: FoldedFactsProps) {
  const { name, from } = layer
  const shape = facts?.output ? formatShape(facts.output) : '–'
  const others = [
    from && `from ${reads.join(', ')}`,
    name,
    facts && measured && describeTime(facts.name, measured.time),
    facts && facts.parameters > 0 && describeParameters(facts),
    summariseArguments(layer),
  ].filter(Boolean)
  return (
    <p className={styles.facts} title={[shape, ...others].join(' · ')}>
      <strong className={styles.shape}>{shape}</strong>
      {others.map((fact) => ` · ${fact}`)}
    </p>
  )
}
