import { X } from 'lucide-react'
import { Button } from '../../../ui/Button'
import styles from './ListReason.module.css'

/** Says why certain images alone are on show, and leads back to all of them. */
export function ListReason({ why, onShowAll }: { readonly why: string; onShowAll(): void }) {
  return (
    <p className={styles.why}>
      {why}
      <Button size="small" onClick={onShowAll}>
        <X size={12} aria-hidden />
        Show all images
      </Button>
    </p>
  )
}
