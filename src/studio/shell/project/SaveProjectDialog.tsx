import { useEffect, useMemo, useRef, useState } from 'react'
import type { ReadableRun } from '../../../runs/record'
import { useActions, useDocument, useSession } from '../../../store/hooks'
import { isTraining } from '../../../store/session/runPart'
import { Button } from '../../../ui/Button'
import { CheckField } from '../../../ui/CheckField'
import { Dialog } from '../../../ui/Dialog'
import { download } from '../../../ui/download'
import { Field } from '../../../ui/Field'
import { formatAmount, formatBytes, formatCount, isolate } from '../../../ui/format'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import { toRows } from '../../runs/columns'
import { describeSize } from './describeRuns'
import styles from './ProjectDialog.module.css'
import { projectFileName } from './projectFileName'
import { ProjectWork } from './ProjectWork'
import { RunChoice } from './RunChoice'

type WhichRuns = 'all' | 'chosen' | 'none'

const BYTES_OF_A_WEIGHT = 4

/** Asks what goes into the file of a project, and writes it. */
export function SaveProjectDialog() {
  const { saveProject, leaveProject, followRuns } = useActions()
  const stack = useDocument((document) => document.stack)
  const dataset = useSession(({ data }) => data.dataset)
  const training = useSession(({ run }) => isTraining(run.state))
  // It has no weights before its run has ended.
  const model = useSession(({ model, run }) => (isTraining(run.state) ? undefined : model.current))
  const list = useSession(({ runs }) => runs.list)
  const runsTrouble = useSession(({ runs }) => runs.trouble)
  const isAtWork = useSession(({ project }) => project.work !== undefined)
  const [name, setName] = useState('project')
  const [withModel, setWithModel] = useState(true)
  const [withImages, setWithImages] = useState(false)
  const [which, setWhich] = useState<WhichRuns>('all')
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [withWeights, setWithWeights] = useState(true)
  const save = useRef<HTMLButtonElement>(null)

  useEffect(() => followRuns(), [followRuns])

  const rows = useMemo(
    () => (list ? toRows(list.runs, list.versions).filter(({ run }) => 'summary' in run) : []),
    [list],
  )
  const runs = useMemo(() => {
    const readable = rows.map(({ run }) => run as ReadableRun)
    if (which === 'none') return []
    return which === 'all' ? readable : readable.filter(({ number }) => chosen.has(number))
  }, [rows, which, chosen])
  const weighed = runs.filter(({ summary }) => summary.weightBytes !== undefined)
  const weightBytes = weighed.reduce((sum, { summary }) => sum + (summary.weightBytes ?? 0), 0)
  const modelBytes = (model?.parameters ?? 0) * BYTES_OF_A_WEIGHT
  const size = describeSize({
    runs: runs.length,
    runWeights: withWeights ? weightBytes : 0,
    model: withModel ? modelBytes : 0,
    images: withImages && dataset ? dataset.bytes : 0,
  })

  const write = async (): Promise<void> => {
    const file = await saveProject({
      withModel: withModel && model !== undefined,
      withImages: withImages && dataset !== undefined,
      runs: runs.map(({ number }) => number),
      withWeights,
    })
    if (file) download(projectFileName(name), file)
  }

  return (
    <Dialog title="Save project" size="card" initialFocus={save} onClose={leaveProject}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!isAtWork) void write()
        }}
      >
        <Field label="File name">
          {(control) => (
            <div className={styles.fileName}>
              <input
                {...control}
                type="text"
                autoComplete="off"
                spellCheck={false}
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
              <span aria-hidden>.strata</span>
            </div>
          )}
        </Field>
        <fieldset className={styles.parts} disabled={isAtWork}>
          <legend className={styles.legend}>What goes in</legend>
          <p className={styles.always}>
            Layers and recipe: {formatAmount(stack.layers.length, 'layer')}
            {dataset && ', and what you decided about the images'}
          </p>
          {model ? (
            <CheckField
              label={`Trained model: weights of ${formatBytes(modelBytes)}`}
              help="The model that you trained or opened last, with its weights: it can be tested and exported at once where the file is opened."
              value={withModel}
              onChange={setWithModel}
            />
          ) : (
            <p className={styles.absent}>
              {training
                ? 'The model is being trained: save again when its run has ended.'
                : 'There is no trained model yet.'}
            </p>
          )}
          {dataset ? (
            <CheckField
              label={`Images: ${isolate(dataset.name)}, ${formatCount(dataset.images + dataset.excluded)}, up to ${formatBytes(dataset.bytes)}`}
              help="All images with their labels, splits and names, as they are here. Without them, whoever opens the file needs the same images to train and test."
              value={withImages}
              onChange={setWithImages}
            />
          ) : (
            <p className={styles.absent}>There are no images yet.</p>
          )}
          {rows.length > 0 ? (
            <div className={styles.runs}>
              <span className={styles.label} aria-hidden>
                Runs
              </span>
              <SegmentedControl
                label="Runs"
                value={which}
                options={[
                  { value: 'all', label: `All ${formatCount(rows.length)}` },
                  { value: 'chosen', label: 'Chosen' },
                  { value: 'none', label: 'None' },
                ]}
                onChange={setWhich}
              />
            </div>
          ) : (
            <p className={styles.absent}>{runsTrouble ?? (list ? 'There are no runs yet.' : 'Reading the runs …')}</p>
          )}
          {rows.length > 0 && which === 'chosen' && <RunChoice rows={rows} chosen={chosen} onChoose={setChosen} />}
          {weighed.length > 0 && (
            <CheckField
              label={`Weights of ${weighed.length === runs.length ? 'the' : `${formatCount(weighed.length)} of the`} runs: ${formatBytes(weightBytes)}`}
              help="Runs whose weights were kept are then restored as the models that they came to."
              value={withWeights}
              onChange={setWithWeights}
            />
          )}
        </fieldset>
        <p className={styles.note}>
          {withImages && dataset
            ? `The file takes ${size}. Your images are in it: mind who gets it.`
            : `The file takes ${size}. No images are in it.`}
        </p>
        <ProjectWork label="Saving progress" />
        <div className={styles.actions}>
          <Button onClick={leaveProject}>Cancel</Button>
          <Button look="primary" ref={save} type="submit" unavailable={isAtWork}>
            {isAtWork ? 'Saving …' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
