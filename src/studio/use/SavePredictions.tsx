import { Download } from 'lucide-react'
import { useId, useState } from 'react'
import type { PredictionFileId } from '../../engine/protocol/predictions'
import type { WrittenFile } from '../../files/writtenFile'
import { useActions, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { Button } from '../../ui/Button'
import { download } from '../../ui/download'
import { formatAmount } from '../../ui/format'
import { Help } from '../../ui/Help'
import { Menu } from '../../ui/Menu'
import { Obstacle } from '../../ui/Obstacle'
import { whyNotPredict } from './describeModel'
import way from './way.module.css'

type FileId = PredictionFileId | 'ludwigTraining'

const OTHERS: readonly { readonly file: FileId; readonly name: string; readonly description: string }[] = [
  {
    file: 'ludwigTest',
    name: 'Ludwig’s test statistics',
    description: 'test_statistics.json: the confusion matrix, and figures of each class',
  },
  {
    file: 'ludwigTraining',
    name: 'Ludwig’s training statistics',
    description: 'training_statistics.json: losses and accuracies after each epoch',
  },
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

/** What has to be known of a file to read it rightly. */
const NOTES: Partial<Record<FileId, string>> = {
  ludwigTest: 'The confusion matrix has the classes in the order of the columns of predictions.csv.',
  ludwigTraining: 'Figures of the train images are means over each epoch while the weights move.',
}

const ABOUT_STATISTICS = [
  'accuracy and hits_at_k are means over the classes, accuracy_micro over the images.',
  'Losses are means over the images, where Ludwig’s are over batches.',
  'training_statistics.json leaves out what a run does not tell: hits at k, ROC, the train accuracy by class, and the test images after each epoch.',
  'Figures of the train images are means over each epoch while the weights move, as Ludwig’s are unless evaluate_training_set is on.',
].join(' ')

interface Written {
  readonly file: WrittenFile
  /** Of what it tells, in a few words. */
  readonly of: string
  readonly note: string | undefined
}

/** What the model makes of each test image, as files that other tools read. */
export function SavePredictions() {
  const model = useSession((session) => session.model.current)
  const dataset = useSession((session) => session.data.dataset)
  const training = useSession((session) => isTraining(session.run.state))
  const isLooking = useSession((session) => session.model.looking)
  const { writePredictions, writeTrainingStatistics } = useActions()
  const [written, setWritten] = useState<Written>()
  const descriptionId = useId()
  const obstacle = whyNotPredict(model, dataset, training)
  const split = dataset?.perClass.test.some((images) => images > 0) ? 'test' : 'validation'
  const isUnavailable = obstacle !== undefined || isLooking

  const write = async (file: FileId): Promise<Omit<Written, 'note'> | undefined> => {
    if (file === 'ludwigTraining') {
      const made = await writeTrainingStatistics()
      return made && { file: made.file, of: formatAmount(made.epochs, 'epoch') }
    }
    const made = await writePredictions(file)
    return made && { file: made.file, of: formatAmount(made.images, `${made.split} image`) }
  }

  const save = async (file: FileId): Promise<void> => {
    const made = await write(file)
    if (made) download(made.file.name, made.file.bytes)
    setWritten(made && { ...made, note: NOTES[file] })
  }

  return (
    <div className={way.way}>
      <div className={way.buttons}>
        <Button unavailable={isUnavailable} aria-describedby={descriptionId} onClick={() => void save('ludwig')}>
          <Download size={14} aria-hidden />
          Predictions
        </Button>
        {obstacle === undefined && (
          <>
            <Menu
              trigger={<Button unavailable={isUnavailable}>More files</Button>}
              items={OTHERS.map(({ file, name, description }) => ({
                name,
                description,
                onSelect: () => void save(file),
              }))}
            />
            <Help term="Ludwig’s statistics" text={ABOUT_STATISTICS} />
          </>
        )}
      </div>
      {obstacle === undefined ? (
        <p id={descriptionId} className={way.text} role="status">
          {written
            ? [`${written.file.name} tells of ${written.of}.`, written.note].join(' ').trim()
            : `What the model makes of each ${split} image, as Ludwig writes it: predictions.csv.`}
        </p>
      ) : (
        <Obstacle id={descriptionId}>{obstacle}</Obstacle>
      )}
    </div>
  )
}
