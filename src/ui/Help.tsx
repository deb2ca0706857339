import { CircleHelp } from 'lucide-react'
import styles from './Help.module.css'
import { Tooltip } from './Tooltip'

/** A question mark that explains what it stands beside, where the pointer or the focus rests. */
export function Help({ about, text }: { readonly about: string; readonly text: string }) {
  return (
    <Tooltip text={text}>
      <button type="button" className={styles.help} aria-label={`About ${about.toLowerCase()}`}>
        <CircleHelp size={12} aria-hidden />
      </button>
    </Tooltip>
  )
}
