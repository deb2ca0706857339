import type { DatasetSummary } from '../../engine/protocol/data'
import { describeImages } from '../../model/layers/define'
import { useDocument } from '../../store/hooks'
import { RecipeOffer } from './RecipeOffer'
import { classes } from '../../ui/classes'
import { FactLine } from '../../ui/FactLine'
import { formatAmount, formatBytes, formatCount, formatSeconds } from '../../ui/format'
import { Message } from '../../ui/Message'
import { describeValidation, listSplits } from './splitFacts'
import splitStyles from './splits.module.css'
import styles from './Summary.module.css'

/** What was loaded and how it is split. */
export function Summary({ dataset }: { readonly dataset: DatasetSummary }) {
  const recipe = useDocument((document) => document.recipe)
  const { name, images, excluded, relabelled, perClass, bytes, seconds, notes } = dataset
  const splits = listSplits(perClass)
  const validation = describeValidation(perClass, recipe)

  return (
    <section className={styles.summary} aria-label="Dataset">
      <h3 className={styles.name} title={name}>
        {name}
      </h3>
      <p className={styles.images}>{formatAmount(images, 'image')}</p>
      <FactLine>
        <span>{formatAmount(dataset.classes.length, 'class', 'classes')}</span>
        <span>{describeImages(dataset)}</span>
        <span>{formatBytes(bytes)}</span>
        <span>ready in {formatSeconds(seconds)}</span>
      </FactLine>
      {(excluded > 0 || relabelled > 0) && (
        <FactLine>
          {excluded > 0 && <span>{formatCount(excluded)} excluded</span>}
          {relabelled > 0 && <span>{formatCount(relabelled)} corrected</span>}
        </FactLine>
      )}
      <div className={styles.splits}>
        <div className={styles.bar} aria-hidden>
          {splits.map((part) => (
            <div
              key={part.split}
              className={classes(splitStyles.segment, splitStyles[part.split])}
              style={{ flexGrow: part.images }}
            />
          ))}
        </div>
        <ul className={styles.legend} aria-label="Splits">
          {splits.map((part) => (
            <li key={part.split}>
              <span className={classes(styles.dot, splitStyles[part.split])} aria-hidden />
              {formatCount(part.images)} {part.split}
            </li>
          ))}
        </ul>
      </div>
      {validation !== undefined && <p className={styles.note}>{validation}</p>}
      {notes.map((note) => (
        <Message key={note} kind="info">
          {note}
        </Message>
      ))}
      {dataset.recipe && <RecipeOffer brought={dataset.recipe} />}
    </section>
  )
}
