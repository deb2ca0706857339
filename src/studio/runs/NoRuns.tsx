import styles from './RunsView.module.css'

export interface NoRunsProps {
  /** Why the last run was not kept. */
  readonly trouble: string | undefined
  /** There were some, which can still come back. */
  readonly hasDeleted: boolean
}

/** Why there is nothing to see, and where runs come from. */
export function NoRuns({ trouble, hasDeleted }: NoRunsProps) {
  return (
    <div className={styles.empty}>
      <p>{whyNone(trouble, hasDeleted)}</p>
      <a href="#studio">Train a model in the studio</a>
    </div>
  )
}

function whyNone(trouble: string | undefined, hasDeleted: boolean): string {
  if (trouble !== undefined) return `No run is kept. ${trouble}`
  if (hasDeleted) return 'All runs were deleted.'
  return 'No runs yet. Every run that is trained is kept here, in this browser, from its start on.'
}
