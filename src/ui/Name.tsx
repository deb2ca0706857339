import styles from './Name.module.css'

/** In letters: a name that is no longer than this fits everywhere; of a longer one the end always shows. */
const SHORT = 12
const END = 6

/** Letters as they are read: with their accents, and emoji in one. */
const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * A name from a file. Where there is no room it is cut in the middle, so that names that begin alike are told apart by their ends. A
 * screen reader hears a long one in two parts, so the element around it must be labelled with the whole.
 */
export function Name({ text }: { readonly text: string }) {
  if (text.length <= SHORT) return <bdi>{text}</bdi>
  const letters = Array.from(LETTERS.segment(text), ({ segment }) => segment)
  return (
    <bdi className={styles.name}>
      <span className={styles.start}>{letters.slice(0, -END).join('')}</span>
      <span className={styles.end}>{letters.slice(-END).join('')}</span>
    </bdi>
  )
}
