import { CircleHelp } from 'lucide-react'
import styles from './Help.module.css'
import { Tooltip } from './Tooltip'

/** A question mark that explains the term it stands beside, where the pointer or the focus rests. */
export function Help({ term, text }: { readonly term: string; readonly text: string }) {
  return (
    <Tooltip text={text}>
      <button type="button" className={styles.help} aria-label={`About ${term}`}>
        <CircleHelp size={12} aria-hidden />
      </button>
    </Tooltip>
  )
}
