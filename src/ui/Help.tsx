import { CircleHelp } from 'lucide-react'
import styles from './Help.module.css'
import { Tooltip } from './Tooltip'

/**
 * A question mark that explains the term it stands behind, where the pointer or the focus rests. Its name leaves the term out, so that
 * nothing but the field itself goes by the name of the field.
 */
export function Help({ text }: { readonly text: string }) {
  return (
    <Tooltip text={text}>
      <button type="button" className={styles.help} aria-label="What is this?">
        <CircleHelp size={12} aria-hidden />
      </button>
    </Tooltip>
  )
}
