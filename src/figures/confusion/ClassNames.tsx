import { classes } from '../../ui/classes'
import { Name } from '../../ui/Name'
import styles from './ClassNames.module.css'

/** Longer names don't fit side by side: they are turned. */
const SHORT = 3

/** The classes' names along the top and the left of the confusion matrix; resting on one shows it in full. */
export function ClassNames({ names }: { readonly names: readonly string[] }) {
  const turned = names.some((name) => name.length > SHORT)
  return (
    <>
      <List names={names} className={classes(styles.guesses, turned && styles.turned)} />
      <List names={names} className={styles.truths} />
    </>
  )
}

function List({ names, className }: { readonly names: readonly string[]; readonly className: string | undefined }) {
  return (
    <ol className={className} aria-hidden>
      {names.map((name, i) => (
        <li key={i} title={name}>
          <Name text={name} />
        </li>
      ))}
    </ol>
  )
}
