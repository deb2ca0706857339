import type { DatasetSummary } from '../../engine/protocol/data'
import type { Split } from '../../model/split'
import { useState } from 'react'
import { useActions, useDocument } from '../../store/hooks'
import { Fold } from '../../ui/Fold'
import { formatCount, PERCENT } from '../../ui/format'
import { NumberField } from '../../ui/NumberField'
import { SegmentedControl } from '../../ui/SegmentedControl'
import { Table } from '../../ui/Table'
import { draftOf, findDraftProblems, splittingOf, trainPercent, type SplitDraft } from './splitDraft'
import { listClasses, listSplits } from './splitFacts'
import styles from './Splitting.module.css'

/** Narrow columns for a narrow room. */
const SHORT_NAMES: Readonly<Record<Split, string>> = { train: 'Train', validation: 'Val.', test: 'Test' }

/** Which images train, validate and test: as the files say, or drawn at random, class by class. */
export function Splitting({ dataset }: { readonly dataset: DatasetSummary }) {
  const splitting = useDocument((document) => document.data.splitting)
  const { setSplitting } = useActions()
  const [draft, setDraft] = useState(() => draftOf(splitting))
  const [drafted, setDrafted] = useState(splitting)
  if (drafted !== splitting) {
    // Undo and other data bring other splits. The fields then show those.
    setDrafted(splitting)
    setDraft(draftOf(splitting))
  }
  const problems = findDraftProblems(draft)
  const change = (part: Partial<SplitDraft>): void => {
    const next = { ...draft, ...part }
    setDraft(next)
    if (Object.keys(findDraftProblems(next)).length === 0) setSplitting(splittingOf(next))
  }
  // Where some were drawn as their files said nothing, the notes of the import say which.
  const asRead = dataset.splitsGiven ? 'As the files say' : 'As read'
  const splits = listSplits(dataset.perClass)

  return (
    <Fold title="Splits" fact={splitting.kind === 'asRead' ? asRead.toLowerCase() : `random, seed ${splitting.seed}`}>
      <SegmentedControl
        label="Splits"
        value={splitting.kind}
        options={[
          { value: 'asRead', label: asRead },
          { value: 'random', label: 'At random' },
        ]}
        onChange={(kind) => setSplitting(kind === 'asRead' ? { kind } : splittingOf(draftOf({ kind: 'asRead' })))}
      />
      {splitting.kind === 'random' && (
        <>
          <div className={styles.fields}>
            <NumberField
              label="Validation, %"
              value={draft.validation}
              error={problems.validation}
              step={1}
              min={0}
              max={99}
              onChange={(validation) => change({ validation })}
            />
            <NumberField
              label="Test, %"
              value={draft.test}
              error={problems.test}
              step={1}
              min={0}
              max={99}
              onChange={(test) => change({ test })}
            />
            <NumberField
              label="Split seed"
              value={draft.seed}
              error={problems.seed}
              integer
              min={0}
              onChange={(seed) => change({ seed })}
            />
          </div>
          {Object.keys(problems).length === 0 && (
            <p className={styles.note}>
              {`${trainPercent(draft)}${PERCENT}`} train. Every class is split alike, and the same seed draws the same
              splits.
            </p>
          )}
        </>
      )}
      <div className={styles.counts}>
        <Table
          name="Images per class and split"
          shortens
          columns={['Class', ...splits.map(({ split }) => SHORT_NAMES[split])]}
          rows={listClasses(dataset).map(({ label, images }) => [label, ...images.map(formatCount)])}
          footer={[['All', ...splits.map(({ images }) => formatCount(images))]]}
        />
      </div>
    </Fold>
  )
}
