import { formatShape } from '../../model/layers/define'
import type { LayerFacts } from '../../model/graph/shapes'
import { FactLine } from '../../ui/FactLine'
import { formatAmount, formatBytes, formatCompact } from '../../ui/format'
import styles from './LayerCost.module.css'

/** What comes out of a layer and what it takes, for one image; dashes while its shape is not known. */
export function LayerCost({ facts }: { readonly facts: LayerFacts | undefined }) {
  if (!facts?.output) {
    return (
      <FactLine>
        <span title="Output shape: not known yet">–</span>
      </FactLine>
    )
  }
  const { output, parameters, flops, bytes } = facts
  return (
    <FactLine>
      <strong className={styles.shape} title="Output shape">
        {formatShape(output)}
      </strong>
      <span>{formatAmount(parameters, 'param')}</span>
      {flops > 0 && <span title="Floating-point operations for one image">{formatCompact(flops)} FLOPs</span>}
      <span title="Memory of the output for one image">{formatBytes(bytes)}</span>
    </FactLine>
  )
}
