import { withoutBidiControls } from '../../../common/text'
import { describeChanges } from '../../../runs/compare'
import { InlineSelect } from '../../../ui/InlineSelect'
import { Message } from '../../../ui/Message'
import styles from './Comparison.module.css'
import { describeJudging } from './judging'
import type { Pair } from './usePair'

/** What changed from one run to another in a few sentences, and, of more than two, which they are. */
export function Headline({ pair }: { readonly pair: Pair }) {
  const { before, after, changes, judged, choose } = pair
  const options = judged.map(({ run, title }) => ({ value: String(run.number), label: title }))
  return (
    <div className={styles.headline}>
      {judged.length > 2 && (
        <div className={styles.choice}>
          <InlineSelect
            label="From"
            name="From run"
            value={String(before.run.number)}
            options={options}
            onChange={(value) => choose({ before: Number(value) })}
          />
          <InlineSelect
            label="To"
            name="To run"
            value={String(after.run.number)}
            options={options}
            onChange={(value) => choose({ after: Number(value) })}
          />
        </div>
      )}
      {before.look.split === after.look.split ? (
        <p className={styles.words}>
          {withoutBidiControls(
            `${describeChanges(changes, before.title, after.title)} ${describeJudging(before, after)}`,
          )}
        </p>
      ) : (
        <Message kind="caution">
          {`${before.title} is judged by its ${before.look.split} images, ${after.title} by its ${after.look.split} images: the two can’t be compared as such.`}
        </Message>
      )}
    </div>
  )
}
