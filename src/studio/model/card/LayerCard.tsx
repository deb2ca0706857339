import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo, useId } from 'react'
import { definitionOf, type Layer } from '../../../model/layers/registry'
import type { LayerFacts } from '../../../model/graph/shapes'
import type { MeasuredStep } from '../../../store/session/timingPart'
import { IconButton } from '../../../ui/Button'
import { classes } from '../../../ui/classes'
import { CardActions } from './CardActions'
import { FoldedFacts } from './FoldedFacts'
import { FreezeButton } from './FreezeButton'
import styles from './LayerCard.module.css'
import { LayerCost } from './LayerCost'
import { LayerFields } from './LayerFields'
import { LayerFrom } from './LayerFrom'
import { LayerName } from './LayerName'
import { findProblemId, LayerProblems } from './LayerProblems'
import { Learn } from '../learn/Learn'
import { isSameProps } from './sameProps'
import type { LayerEdits } from '../list/useLayerEdits'

export interface LayerCardProps {
  readonly layer: Layer
  readonly facts: LayerFacts | undefined
  /** What each of its inputs is called. */
  readonly reads: readonly string[]
  readonly canMoveUp: boolean
  readonly canMoveDown: boolean
  readonly isFolded: boolean
  /** What a step of this model takes, where that was measured. */
  readonly measured: MeasuredStep | undefined
  readonly edits: LayerEdits
  onFold(id: string): void
}

/** One layer: what it is and reads, what comes out of it, what it costs, its arguments, and what is wrong with it. */
export const LayerCard = memo(function LayerCard({
  layer,
  facts,
  reads,
  canMoveUp,
  canMoveDown,
  isFolded,
  measured,
  edits,
  onFold,
}: LayerCardProps) {
  const { id, className } = layer
  const { family, summary } = definitionOf(className)
  const problemsId = useId()
  const problems = facts?.problems ?? []

  return (
    <div className={classes(styles.card, isFolded && styles.folded, styles[family])}>
      <div className={styles.header}>
        <h4 className={styles.title} title={summary}>
          {className}
        </h4>
        <IconButton
          size="small"
          className={styles.fold}
          label={isFolded ? 'Unfold' : 'Fold'}
          icon={isFolded ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
          aria-expanded={!isFolded}
          onClick={() => onFold(id)}
        />
        <div className={styles.actions}>
          <Learn layer={layer} facts={facts} />
          {facts && facts.parameters > 0 && (
            <FreezeButton isFrozen={facts.frozen === true} onFreeze={(frozen) => edits.freeze([id], frozen)} />
          )}
          <CardActions id={id} canMoveUp={canMoveUp} canMoveDown={canMoveDown} edits={edits} />
        </div>
      </div>
      {isFolded ? (
        <FoldedFacts layer={layer} facts={facts} reads={reads} measured={measured} />
      ) : (
        <>
          <div className={styles.identity}>
            <LayerName
              name={layer.name ?? ''}
              keras={facts?.name ?? ''}
              errorId={findProblemId(problemsId, problems, 'name')}
              onChange={(name) => edits.rename(id, name)}
            />
            <LayerFrom
              layer={layer}
              reads={reads}
              errorId={findProblemId(problemsId, problems, 'from')}
              sourcesOf={edits.sourcesOf}
              onConnect={edits.connect}
            />
          </div>
          <LayerCost facts={facts} measured={measured} />
          <LayerFields layer={layer} problems={problems} problemsId={problemsId} onChange={edits.change} />
        </>
      )}
      <LayerProblems id={problemsId} problems={problems} onFix={(fix) => edits.fix(id, fix)} />
    </div>
  )
}, isSameProps)
