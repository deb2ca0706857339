import { TARGETS } from '../../interop/targets'
import { useActions, useSession } from '../../store/hooks'
import { formatAmount } from '../../ui/format'
import { InlineSelect } from '../../ui/InlineSelect'
import styles from './ExportTarget.module.css'

const ANY = ''
const OPTIONS = [{ value: ANY, label: 'any tool' }, ...TARGETS.map(({ id, name }) => ({ value: id, label: name }))]

export interface ExportTargetProps {
  /** Layers that the tool can't take. */
  readonly obstacles: number
  /** Why it can't take the images. */
  readonly images: string | undefined
}

/** Which tool the model is to leave for. Cards then say what it can't take, before anything is trained. */
export function ExportTarget({ obstacles, images }: ExportTargetProps) {
  const target = useSession((session) => session.layers.target)
  const { chooseTarget } = useActions()
  return (
    <div className={styles.target}>
      <InlineSelect
        label="Made for"
        name="Made for: the tool that the model is to go to"
        value={target ?? ANY}
        options={OPTIONS}
        onChange={(id) => chooseTarget(id === ANY ? undefined : id)}
      />
      <p role="status" className={styles.said}>
        {target !== undefined &&
          (obstacles === 0
            ? (images ?? 'It takes all layers.')
            : `It can’t take ${formatAmount(obstacles, 'layer')}: see ${obstacles === 1 ? 'its card' : 'their cards'}.`)}
      </p>
    </div>
  )
}
