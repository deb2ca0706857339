import { withoutBidiControls } from '../../../common/text'
import { subtract } from '../../../runs/compare'
import { formatAmount } from '../../../ui/format'
import { ClassChanges } from './ClassChanges'
import styles from './Comparison.module.css'
import { MatricesByEpoch } from './MatricesByEpoch'
import { MatricesSettings } from './MatricesSettings'
import { MatrixFigure } from './MatrixFigure'
import { describeSizes } from './sizes'
import { useCellUnit } from './useCellUnit'
import type { JudgedRun, Pair } from './usePair'

/** Which classes changed from one run to another, in numbers and as matrices. */
export function ClassesOf({ pair }: { readonly pair: Pair }) {
  const { before, after, changes } = pair
  const isOfOneSplit = before.look.split === after.look.split
  const { unit, ofDifference, choose } = useCellUnit(before.look, after.look)
  // Test images of one and validation images of the other have nothing to do with one another.
  const difference = isOfOneSplit ? subtract(before.look, after.look, ofDifference) : undefined
  const sizes = isOfOneSplit ? describeSizes(sized(before), sized(after), `${before.look.split} image`) : undefined
  return (
    <>
      <div className={styles.group}>
        <MatricesSettings label="Cells show" unit={unit} onUnit={choose} />
        {sizes !== undefined && <p className={styles.remark}>{sizes}</p>}
        <div className={styles.matrices}>
          {[before, after].map((run, at) => (
            <MatrixFigure
              key={at}
              title={`Confusion matrix of ${run.title}`}
              of={[sayLook(run)]}
              classes={classesOf(run)}
              cells={run.look.confusion}
              unit={unit}
            />
          ))}
          {difference && (
            <MatrixFigure
              title={`${after.title} less ${before.title}${ofDifference === 'shares' ? ', in percentage points' : ''}`}
              of={[before, after].map((run) => `${run.title}: ${sayLook(run)}`)}
              classes={classesOf(before)}
              cells={difference}
              unit={ofDifference}
              isDifference
            />
          )}
        </div>
      </div>
      <div className={styles.changes}>
        {changes.length === 0 ? (
          <>
            <h4 className={styles.heading}>Changes by class</h4>
            <p className={styles.remark}>
              {withoutBidiControls(
                `${before.title} and ${after.title} have no class in common: there is none to compare.`,
              )}
            </p>
          </>
        ) : (
          <ClassChanges
            title={isOfOneSplit ? `Changes by class, on the ${after.look.split} images` : 'Changes by class'}
            changes={changes}
            before={before.title}
            after={after.title}
            of={[before, after].map((run) => `${run.title}: ${sayLook(run)}`)}
          />
        )}
      </div>
      <MatricesByEpoch key={`${before.run.number} ${after.run.number}`} runs={[before, after]} />
    </>
  )
}

function sized({ title, look: { classes, confusion } }: JudgedRun) {
  return { title, classes, confusion }
}

/** `MNIST, 10,000 test images`, and of which epoch where that does not go without saying. */
function sayLook({ look, details, moment }: JudgedRun): string {
  const images = formatAmount(look.images, `${look.split} image`)
  return [withoutBidiControls(details.dataset.name), images, moment].filter((part) => part !== undefined).join(', ')
}

function classesOf({ look }: JudgedRun): readonly string[] {
  return look.classes.map(withoutBidiControls)
}
