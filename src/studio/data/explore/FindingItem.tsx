import type { DatasetSummary } from '../../../engine/protocol/data'
import { CircleMinus, Info, Merge, Scale, TriangleAlert } from 'lucide-react'
import { useCallback } from 'react'
import type { Finding } from '../../../data/datasetFacts'
import { useActions, useDocument } from '../../../store/hooks'
import { Button } from '../../../ui/Button'
import { classes } from '../../../ui/classes'
import { formatAmount } from '../../../ui/format'
import { useAnswer } from '../../../ui/useAnswer'
import { StillImage } from './StillImage'
import styles from './FindingItem.module.css'
import type { ImageView } from './imageView'

/** A row of them, as a foretaste. */
const MOST_SHOWN = 16

const TITLES: Readonly<Record<Finding['kind'], string>> = {
  leak: 'Identical images across splits',
  repeatedSplit: 'Test repeats train',
  singleImage: 'Classes of one image',
  alikeNames: 'Classes with nearly the same name',
  conflict: 'Identical images with different labels',
  duplicate: 'Identical images within a split',
  empty: 'Near-empty images',
  missingClass: 'Classes missing from a split',
  imbalance: 'Unequal classes',
  narrow: 'A small part of all greys',
}

export interface FindingItemProps {
  readonly finding: Finding
  readonly dataset: DatasetSummary
  onShow(view: ImageView): void
}

/** One finding: what it is, some of its images, and what one press can do about it. */
export function FindingItem({ finding, dataset, onShow }: FindingItemProps) {
  const { kind, severity, message, images } = finding
  const Icon = severity === 'warning' ? TriangleAlert : Info
  const title = TITLES[kind]
  return (
    <li className={styles.finding}>
      <h3 className={classes(styles.title, styles[severity])}>
        <Icon size={14} aria-hidden />
        {title}
      </h3>
      <p>{message}</p>
      {images.length > 0 && <Foretaste images={images} dataset={dataset} />}
      <div className={styles.actions}>
        {images.length > 0 && (
          <Button
            size="small"
            onClick={() => onShow({ filter: { images }, why: `${title}: ${formatAmount(images.length, 'image')}` })}
          >
            Show {formatAmount(images.length, 'image')}
          </Button>
        )}
        <Remedy finding={finding} />
      </div>
    </li>
  )
}

function Remedy({ finding: { remedy } }: { readonly finding: Finding }) {
  const { excludeImages, mergeClasses, editRecipe } = useActions()
  const isBalanced = useDocument(({ recipe }) => recipe.classWeight === 'balanced')
  const isStandardised = useDocument(({ recipe }) => recipe.normalisation === 'standardise')
  if (!remedy) return null
  if (remedy.kind === 'exclude')
    return (
      <Button size="small" onClick={() => excludeImages(remedy.images)}>
        <CircleMinus size={14} aria-hidden />
        Exclude {formatAmount(remedy.images.length, 'image')}
      </Button>
    )
  if (remedy.kind === 'merge')
    return (
      <Button size="small" onClick={() => mergeClasses(remedy.merged)}>
        <Merge size={14} aria-hidden />
        Make {remedy.merged.length === 1 ? 'them' : 'each'} one class
      </Button>
    )
  if (remedy.kind === 'standardise')
    return (
      <Button size="small" unavailable={isStandardised} onClick={() => editRecipe('normalisation', 'standardise')}>
        <Scale size={14} aria-hidden />
        {isStandardised ? 'Values are standardised' : 'Standardise the values'}
      </Button>
    )
  return (
    <Button size="small" unavailable={isBalanced} onClick={() => editRecipe('classWeight', 'balanced')}>
      <Scale size={14} aria-hidden />
      {isBalanced ? 'Class weights are in use' : 'Use class weights'}
    </Button>
  )
}

function Foretaste({ images, dataset }: { readonly images: readonly number[]; readonly dataset: DatasetSummary }) {
  const actions = useActions()
  const ask = useCallback(
    (signal: AbortSignal) => {
      const some = images.slice(0, MOST_SHOWN)
      return actions.thumbnails({ images: some, offset: 0, limit: some.length }, signal)
    },
    [actions, images],
  )
  const { value: thumbnails } = useAnswer(ask, dataset)
  return (
    <ul className={styles.images} aria-label="Some of the images">
      {thumbnails?.items.map((facts, at) => (
        <li key={facts.index}>
          <StillImage images={thumbnails} at={at} />
        </li>
      ))}
    </ul>
  )
}
