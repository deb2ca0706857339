import styles from './Swatch.module.css'

/** The line that a value is of, in a colour of CSS. */
export function Swatch({ colour }: { readonly colour: string }) {
  return <span className={styles.swatch} style={{ background: colour }} />
}
