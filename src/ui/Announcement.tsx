import styles from './Announcement.module.css'

/** A sentence that is heard and not seen: a screen reader says it when it changes. */
export function Announcement({ text }: { readonly text: string }) {
  return (
    <p role="status" className={styles.unseen}>
      {text}
    </p>
  )
}
