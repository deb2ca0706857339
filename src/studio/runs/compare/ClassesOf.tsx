import { withoutBidiControls } from '../../../common/text'
import { subtract } from '../../../runs/compare'
import { Message } from '../../../ui/Message'
import { SelectField } from '../../../ui/SelectField'
import { ClassChanges } from './ClassChanges'
import styles from './Comparison.module.css'
import { MatricesByEpoch } from './MatricesByEpoch'
import { MatrixFigure } from './MatrixFigure'
import type { JudgedRun, Pair } from './usePair'

/** Which classes changed from one run to another, in numbers and as matrices. */
export function ClassesOf({ pair }: { readonly pair: Pair }) {
  const { before, after, changes, judged, choose } = pair
  const difference = subtract(before.look, after.look)
  const options = judged.map(({ run, title }) => ({ value: String(run.number), label: title }))
  const isOfOneSplit = before.look.split === after.look.split
  return (
    <>
      {judged.length > 2 && (
        <div className={styles.choice}>
          <SelectField
            label="From run"
            value={String(before.run.number)}
            options={options}
            onChange={(value) => choose({ before: Number(value) })}
          />
          <SelectField
            label="To run"
            value={String(after.run.number)}
            options={options}
            onChange={(value) => choose({ after: Number(value) })}
          />
        </div>
      )}
      {!isOfOneSplit && (
        <Message kind="caution">
          {`${before.title} is judged by its ${before.look.split} images, ${after.title} by its ${after.look.split} images: the two can’t be compared as such.`}
        </Message>
      )}
      <div className={styles.matrices}>
        {[before, after].map((run, at) => (
          <MatrixFigure
            key={at}
            title={`Confusion matrix of ${run.title}`}
            classes={classesOf(run)}
            cells={run.look.confusion}
          />
        ))}
        {difference && (
          <MatrixFigure
            title={`${after.title} less ${before.title}`}
            classes={classesOf(before)}
            cells={difference}
            isDifference
          />
        )}
      </div>
      <div className={styles.changes}>
        <h4 className={styles.heading}>
          {isOfOneSplit ? `Changes by class, on the ${after.look.split} images` : 'Changes by class'}
        </h4>
        <ClassChanges changes={changes} before={before.title} after={after.title} />
      </div>
      <MatricesByEpoch key={`${before.run.number} ${after.run.number}`} runs={[before, after]} />
    </>
  )
}

function classesOf({ look }: JudgedRun): readonly string[] {
  return look.classes.map(withoutBidiControls)
}
