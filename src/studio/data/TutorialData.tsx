import type { TutorialData as Name } from '../../engine/protocol/data'
import { CloudDownload } from 'lucide-react'
import { useActions } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { focusPanel } from '../../ui/focusPanel'
import styles from './TutorialData.module.css'

const TUTORIALS: readonly { readonly data: Name; readonly name: string; readonly files: string }[] = [
  { data: 'ludwig', name: 'Ludwig in Galaxy', files: 'MNIST as a zip and a CSV, 27 MB' },
  { data: 'galaxy', name: 'Galaxy CNN tutorial', files: 'MNIST as four tables, 128 MB' },
]

/** The data of two tutorials, fetched from where they are published: the one thing that the page ever asks of another place. */
export function TutorialData() {
  const { loadTutorial } = useActions()
  return (
    <section className={styles.tutorials} aria-label="Tutorial data">
      <h3 className={styles.heading}>Tutorial data, from zenodo.org</h3>
      <ul>
        {TUTORIALS.map(({ data, name, files }) => (
          <li key={data} className={styles.tutorial}>
            <div className={styles.about}>
              <p className={styles.name}>{name}</p>
              <p className={styles.files}>{files}</p>
            </div>
            <Button
              size="small"
              aria-label={`Download ${name}`}
              onClick={({ currentTarget }) => {
                focusPanel(currentTarget)
                void loadTutorial(data)
              }}
            >
              <CloudDownload size={14} aria-hidden />
              Download
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
