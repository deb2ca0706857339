import styles from './LayerName.module.css'

export interface LayerNameProps {
  /** Empty where the person gave none. */
  readonly name: string
  /** What Keras calls the layer without one. */
  readonly keras: string
  /** The id of what says what is wrong with it. */
  readonly errorId: string | undefined
  onChange(name: string): void
}

/** A layer's name in Keras, as a quiet line that can be typed over. */
export function LayerName({ name, keras, errorId, onChange }: LayerNameProps) {
  return (
    <input
      className={styles.name}
      type="text"
      aria-label="Name"
      title="The layer’s name in Keras: give it one of your own, or leave it to Keras"
      aria-invalid={errorId !== undefined}
      aria-describedby={errorId}
      autoComplete="off"
      spellCheck={false}
      // As wide as what it says, where the browser has no `field-sizing`.
      size={Math.max(6, (name || keras).length)}
      placeholder={keras}
      value={name}
      onChange={({ target }) => onChange(target.value)}
    />
  )
}
