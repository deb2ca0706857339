import styles from './Header.module.css'

export function Brand() {
  return (
    <>
      <Mark />
      Strata
    </>
  )
}

/** Three layers, one on the other. */
function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 24 24" aria-hidden>
      <path d="M12 2 22 7 12 12 2 7Z" />
      <path d="m4.2 10.9 7.8 3.9 7.8-3.9L22 12l-10 5L2 12Z" opacity=".65" />
      <path d="m4.2 15.9 7.8 3.9 7.8-3.9L22 17l-10 5L2 17Z" opacity=".35" />
    </svg>
  )
}
