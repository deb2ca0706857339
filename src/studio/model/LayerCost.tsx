import { formatShape } from '../../model/layers/define'
import type { LayerFacts } from '../../model/shapes'
import { formatAmount, formatBytes, formatCompact } from '../../ui/format'
import styles from './LayerCost.module.css'

/** What comes out of a layer and what it takes, for one image; dashes while its shape is not known. */
export function LayerCost({ facts }: { readonly facts: LayerFacts | undefined }) {
  if (!facts?.output) return <p className={styles.cost}>–</p>
  const { output, parameters, flops, bytes } = facts
  return (
    <p className={styles.cost}>
      <strong className={styles.shape} title="Output shape">
        {formatShape(output)}
      </strong>
      <span>{formatAmount(parameters, 'param')}</span>
      {flops > 0 && <span title="Floating-point operations for one image">{formatCompact(flops)} FLOPs</span>}
      <span title="Memory of the output for one image">{formatBytes(bytes)}</span>
    </p>
  )
}
