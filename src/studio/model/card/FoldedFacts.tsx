import type { LayerFacts } from '../../../model/graph/shapes'
import { formatShape } from '../../../model/layers/define'
import type { Layer } from '../../../model/layers/registry'
import type { MeasuredStep } from '../../../store/session/timingPart'
import { FactLine } from '../../../ui/FactLine'
import styles from './FoldedFacts.module.css'
import { describeParameters, describeTime } from './layerFigures'
import { summariseArguments } from './summariseArguments'

export interface FoldedFactsProps {
  readonly layer: Layer
  readonly facts: LayerFacts | undefined
  readonly reads: readonly string[]
  readonly measured: MeasuredStep | undefined
}

/** A folded layer in a line, as a folded block has one: what comes out, what was chosen, and what it reads where that is not the layer above. */
export function FoldedFacts({ layer, facts, reads, measured }: FoldedFactsProps) {
  const { name, from } = layer
  const summary = summariseArguments(layer)
  const output = facts?.output
  return (
    <FactLine>
      {name !== undefined && <span className={styles.name}>{name}</span>}
      <strong className={styles.shape} title={output ? 'Output shape' : 'Output shape: not known yet'}>
        {output ? formatShape(output) : '–'}
      </strong>
      {facts && facts.parameters > 0 && <span>{describeParameters(facts)}</span>}
      {summary !== '' && <span>{summary}</span>}
      {from && <span className={styles.from}>from {reads.join(', ')}</span>}
      {facts && measured && (
        <span title="Share of a training step, as last measured">{describeTime(facts.name, measured.time)}</span>
      )}
    </FactLine>
  )
}
