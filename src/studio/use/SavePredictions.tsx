import { Download } from 'lucide-react'
import { useId, useState } from 'react'
import type { PredictionFileId, WrittenPredictions } from '../../engine/protocol/predictions'
import { useActions, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { Button } from '../../ui/Button'
import { download } from '../../ui/download'
import { formatAmount } from '../../ui/format'
import { Menu } from '../../ui/Menu'
import { Obstacle } from '../../ui/Obstacle'
import { whyNotPredict } from './describeModel'
import styles from './SavePredictions.module.css'
import way from './way.module.css'

const OTHERS: readonly { readonly file: PredictionFileId; readonly name: string; readonly description: string }[] = [
  {
    file: 'galaxy',
    name: 'Galaxy’s table',
    description: 'predicted.tabular: one class a row, in the order of the images',
  },
  {
    file: 'scikitLearn',
    name: 'scikit-learn’s report',
    description: 'classification_report.txt: precision, recall and F1 of each class',
  },
]

/** What the model makes of each test image, as files that other tools read. */
export function SavePredictions() {
  const model = useSession((session) => session.model.current)
  const dataset = useSession((session) => session.data.dataset)
  const training = useSession((session) => isTraining(session.run.state))
  const isLooking = useSession((session) => session.model.looking)
  const { writePredictions } = useActions()
  const [written, setWritten] = useState<WrittenPredictions>()
  const descriptionId = useId()
  const obstacle = whyNotPredict(model, dataset, training)
  const split = dataset?.perClass.test.some((images) => images > 0) ? 'test' : 'validation'
  const isUnavailable = obstacle !== undefined || isLooking

  const save = async (file: PredictionFileId): Promise<void> => {
    const made = await writePredictions(file)
    if (made) download(made.file.name, made.file.bytes)
    setWritten(made)
  }

  return (
    <div className={way.way}>
      <div className={styles.buttons}>
        <Button unavailable={isUnavailable} aria-describedby={descriptionId} onClick={() => void save('ludwig')}>
          <Download size={14} aria-hidden />
          Predictions
        </Button>
        {obstacle === undefined && (
          <Menu
            trigger={<Button unavailable={isUnavailable}>More files</Button>}
            items={OTHERS.map(({ file, name, description }) => ({
              name,
              description,
              onSelect: () => void save(file),
            }))}
          />
        )}
      </div>
      {obstacle === undefined ? (
        <p id={descriptionId} className={way.text} role="status">
          {written
            ? `${written.file.name} tells of ${formatAmount(written.images, `${written.split} image`)}.`
            : `What the model makes of each ${split} image, as Ludwig writes it: predictions.csv.`}
        </p>
      ) : (
        <Obstacle id={descriptionId}>{obstacle}</Obstacle>
      )}
    </div>
  )
}
