import { TARGETS } from '../../interop/targets'
import { useActions, useSession } from '../../store/hooks'
import { formatAmount } from '../../ui/format'
import { InlineSelect } from '../../ui/InlineSelect'
import styles from './ExportTarget.module.css'

const ANY = ''
const OPTIONS = [{ value: ANY, label: 'any tool' }, ...TARGETS.map(({ id, name }) => ({ value: id, label: name }))]

/** Which tool the model is to leave for. Cards then say what it can't take, before anything is trained. */
export function ExportTarget({ obstacles }: { readonly obstacles: number }) {
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
            ? 'It takes all layers.'
            : `It can’t take ${formatAmount(obstacles, 'layer')}: see ${obstacles === 1 ? 'its card' : 'their cards'}.`)}
      </p>
    </div>
  )
}
