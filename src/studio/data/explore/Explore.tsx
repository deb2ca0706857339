import type { DatasetSummary } from '../../../engine/protocol/data'
import { Grid3x3, ListChecks } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useActions, useSession } from '../../../store/hooks'
import { Button } from '../../../ui/Button'
import { formatAmount } from '../../../ui/format'
import { onDemand } from '../../../ui/onDemand'
import styles from './Explore.module.css'
import type { ExploreTab } from './ExploreWindow'
import { useChecks, type ChecksState } from './useChecks'

/** Comes when it is asked for. */
const ExploreWindow = onDemand(async () => (await import('./ExploreWindow')).ExploreWindow)

/** The way to the explorer, and what the checks have found. */
export function Explore({ dataset }: { readonly dataset: DatasetSummary }) {
  const checks = useChecks(dataset)
  const listed = useSession(({ data }) => data.listed)
  const { leaveImages } = useActions()
  const [chosen, setTab] = useState<ExploreTab>()
  const [shown, setShown] = useState(listed)
  if (shown !== listed) {
    // They may come while the window is open.
    setShown(listed)
    if (listed) setTab('images')
  }
  const tab = chosen ?? (listed && 'images')
  const count = checks.findings?.length ?? 0

  return (
    <div className={styles.explore}>
      <Button className={styles.open} onClick={() => setTab('images')}>
        <Grid3x3 size={14} aria-hidden />
        Explore images
      </Button>
      <p className={styles.checks} role="status" aria-label="Checks">
        {count > 0 ? (
          <Button size="small" look="plain" className={styles.found} onClick={() => setTab('checks')}>
            <ListChecks size={14} aria-hidden />
            {formatAmount(count, 'check')} to look at
          </Button>
        ) : (
          dataset.images > 0 && describeChecks(checks)
        )}
      </p>
      {tab !== undefined && (
        <Suspense>
          <ExploreWindow
            dataset={dataset}
            checks={checks}
            tab={tab}
            listed={listed}
            onTab={setTab}
            onClose={() => {
              setTab(undefined)
              leaveImages()
            }}
          />
        </Suspense>
      )}
    </div>
  )
}

function describeChecks({ findings, looking, trouble }: ChecksState): string {
  if (trouble !== undefined) return trouble
  if (findings) return 'Checked: nothing stands out'
  return looking ? 'Checking the images …' : ''
}
