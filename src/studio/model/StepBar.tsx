import { classes } from '../../ui/classes'
import { formatShare } from './card/layerFigures'
import styles from './StepBar.module.css'
import type { StepShare } from './stepShares'

/** What a step's time is made of, as a bar: a part's length is its share, and a layer's colour that of its family. */
export function StepBar({ shares }: { readonly shares: readonly StepShare[] }) {
  const label = shares.map(({ name, share }) => `${name} ${formatShare(share)}`).join(', ')
  return (
    <div className={styles.bar} role="img" aria-label={`A step: ${label}`}>
      {shares.map(({ name, family, share }) => (
        <span
          key={name}
          className={classes(styles.part, family && styles[family])}
          style={{ flexGrow: share }}
          title={`${name}: ${formatShare(share)}`}
        />
      ))}
    </div>
  )
}
