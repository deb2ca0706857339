import type { RecognisedFile } from '../../data/importReport'
import { type ImportSettings, withAnswer } from '../../data/importSettings'
import { isTraining } from '../../store/session/runPart'
import type { DatasetSummary } from '../../engine/protocol/data'
import { Check, CircleSlash } from 'lucide-react'
import { Fragment, useId, useState } from 'react'
import { useActions, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { focusPanel } from '../../ui/focusPanel'
import { Fold } from '../../ui/Fold'
import { formatAmount, formatBytes, formatCount } from '../../ui/format'
import { Message } from '../../ui/Message'
import { Obstacle } from '../../ui/Obstacle'
import { describePlace } from './place'
import { QuestionDialog } from './QuestionDialog'
import styles from './Reading.module.css'
import { describeReading, whyNotReread } from './readingFacts'
import { ReadingForm } from './ReadingForm'

/** So many files are in view before more are asked for. */
const FEW = 10
/** More files than that are counted, not listed. */
const LISTED = 50

/** What each file was taken for, and how the images in them were read. */
export function Reading({ dataset }: { readonly dataset: DatasetSummary }) {
  const importing = useSession((session) => session.data.importing !== undefined)
  const training = useSession((session) => isTraining(session.run.state))
  const trouble = useSession((session) => session.data.rereadTrouble)
  const { dismiss } = useActions()
  const [isChanging, setChanging] = useState(false)
  const [isWhole, setWhole] = useState(false)
  const { files, settings, width, height, classesFrom } = dataset
  const obstacle = whyNotReread({ dataset, importing, training })
  const obstacleId = useId()
  const shown = files.slice(0, isWhole ? LISTED : FEW)
  const hidden = Math.min(files.length, LISTED) - shown.length
  const unlisted = files.length - LISTED

  return (
    <Fold title="How it was read" fact={files.length > 0 && formatAmount(files.length, 'file')}>
      {files.length > 0 && (
        <ul className={styles.files} aria-label="Recognised files">
          {shown.map((file, i) => (
            <Recognised key={i} file={file} settings={obstacle === undefined ? settings : undefined} />
          ))}
          {hidden === 0 && unlisted > 0 && <li className={styles.facts}>and {formatAmount(unlisted, 'more file')}</li>}
        </ul>
      )}
      {hidden > 0 && (
        <Button
          size="small"
          look="plain"
          className={styles.change}
          onClick={(event) => {
            focusPanel(event.currentTarget)
            setWhole(true)
          }}
        >
          Show {formatCount(hidden)} more
        </Button>
      )}
      {trouble && (
        <Message kind="danger" where={describePlace(trouble)} onDismiss={() => dismiss('reread')}>
          {trouble.message}
        </Message>
      )}
      {classesFrom?.map((sentence) => (
        <p key={sentence} className={styles.facts}>
          {sentence}
        </p>
      ))}
      <p className={styles.facts}>{describeReading(dataset)}</p>
      <Button
        size="small"
        className={styles.change}
        aria-expanded={isChanging}
        unavailable={obstacle !== undefined && !isChanging}
        aria-describedby={obstacle !== undefined && !isChanging ? obstacleId : undefined}
        onClick={() => setChanging(!isChanging)}
      >
        Change …
      </Button>
      {settings && isChanging ? (
        <ReadingForm
          settings={settings}
          open={dataset.open}
          width={width}
          height={height}
          obstacle={obstacle}
          onRead={() => setChanging(false)}
        />
      ) : (
        obstacle !== undefined && <Obstacle id={obstacleId}>{obstacle}</Obstacle>
      )}
    </Fold>
  )
}

interface RecognisedProps {
  readonly file: RecognisedFile
  /** Absent while the files can't be read in another way. */
  readonly settings: ImportSettings | undefined
}

function Recognised({ file, settings }: RecognisedProps) {
  const { path, bytes, kind, outcome, used } = file
  const Icon = used ? Check : CircleSlash
  return (
    <li className={styles.file}>
      <Icon size={14} className={classes(styles.mark, !used && styles.unused)} aria-hidden />
      <div className={styles.about}>
        <p className={styles.path}>
          <bdi>
            {path.split('/').map((name, i) => (
              <Fragment key={i}>
                {i > 0 && (
                  <>
                    /<wbr />
                  </>
                )}
                {name}
              </Fragment>
            ))}
          </bdi>
        </p>
        <p className={styles.facts}>
          {kind}, {formatBytes(bytes)}
        </p>
        <p className={styles.facts}>{outcome}</p>
        {settings && <PartChoices file={file} settings={settings} />}
      </div>
    </li>
  )
}

/** A table, or a folder beside those of the splits, can be left out and taken in again; its columns, and names of images, can be read otherwise. */
function PartChoices({
  file: { path, table, folder, question },
  settings,
}: RecognisedProps & { settings: ImportSettings }) {
  const { changeSettings, includePart } = useActions()
  const [isAsking, setAsking] = useState(false)
  const part = folder === undefined ? 'table' : 'folder'
  const state = folder ?? table
  if (state === undefined && question === undefined) return null
  const isIn = state !== 'out'
  const use = `${isIn ? 'Not' : 'Use'} this ${part}`
  return (
    <div className={styles.choices}>
      {isIn && question && (
        <Button
          size="small"
          aria-label={`${question.kind === 'names' ? 'Names' : 'Columns'} …: ${path}`}
          onClick={() => setAsking(true)}
        >
          {question.kind === 'names' ? 'Names …' : 'Columns …'}
        </Button>
      )}
      {state !== undefined && (
        <Button
          size="small"
          aria-label={`${use}: ${path}`}
          onClick={(event) => {
            focusPanel(event.currentTarget)
            void includePart(part, path, !isIn)
          }}
        >
          {use}
        </Button>
      )}
      {isAsking && question && (
        <QuestionDialog
          question={question}
          onAnswer={(answer) => {
            setAsking(false)
            if (answer) void changeSettings(withAnswer(settings, answer))
          }}
        />
      )}
    </div>
  )
}
