import { Columns3 } from 'lucide-react'
import { useActions } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { Menu } from '../../ui/Menu'
import { COLUMNS, USUAL_COLUMNS } from './columns'
import styles from './RunsView.module.css'

/** Which columns the table has, besides number and name. The browser remembers them. @param shown by id. */
export function ColumnsMenu({ shown }: { readonly shown: readonly string[] }) {
  const { chooseRunColumns } = useActions()
  const isUsual = shown.length === USUAL_COLUMNS.length && USUAL_COLUMNS.every((id) => shown.includes(id))
  return (
    <Menu
      trigger={
        <Button className={styles.columns} aria-label="Columns">
          <Columns3 size={14} aria-hidden />
          <span className={styles.columnsLabel}>Columns</span>
        </Button>
      }
      items={[
        ...COLUMNS.map(({ id, label }) => ({
          name: label,
          isOn: shown.includes(id),
          onSelect: () => chooseRunColumns(shown.includes(id) ? shown.filter((each) => each !== id) : [...shown, id]),
        })),
        {
          name: 'The usual columns',
          isApart: true,
          obstacle: isUsual ? 'The table has them now.' : undefined,
          onSelect: () => chooseRunColumns(undefined),
        },
      ]}
    />
  )
}
