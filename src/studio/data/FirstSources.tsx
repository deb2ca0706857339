import { Suspense } from 'react'
import { useSession } from '../../store/hooks'
import { onDemand } from '../../ui/onDemand'
import { KnownForms } from './KnownForms'
import styles from './FirstSources.module.css'
import { TutorialData } from './TutorialData'

const SavedData = onDemand(async () => (await import('./SavedData')).SavedData)

/** Other ways to begin, while there are no data: data of earlier visits, a tutorial's data, and a list of forms that can be read. */
export function FirstSources() {
  const hasSaved = useSession(
    ({ data: { stored } }) =>
      stored !== undefined &&
      (stored.datasets.length > 0 ||
        stored.kernelChoices !== undefined ||
        stored.runs !== undefined ||
        stored.checkpoints !== undefined),
  )
  return (
    <>
      {hasSaved && (
        <section className={styles.saved}>
          <h3 className={styles.heading}>Saved in this browser</h3>
          <Suspense>
            <SavedData />
          </Suspense>
        </section>
      )}
      <TutorialData />
      <KnownForms />
    </>
  )
}
