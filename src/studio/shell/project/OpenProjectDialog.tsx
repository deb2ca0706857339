import { useRef, useState } from 'react'
import type { BroughtProject } from '../../../store/session/projectPart'
import { useActions, useSession } from '../../../store/hooks'
import { Button } from '../../../ui/Button'
import { CheckField } from '../../../ui/CheckField'
import { Dialog } from '../../../ui/Dialog'
import { Fold } from '../../../ui/Fold'
import { formatAmount, formatBytes, formatMoment, isolate } from '../../../ui/format'
import { Message } from '../../../ui/Message'
import { describeFiledRun, describeRunsInFile, titleOfFiled } from './describeRuns'
import styles from './ProjectDialog.module.css'
import { ProjectWork } from './ProjectWork'

/** Shows what is in a file before anything is replaced, and asks what of it is opened. */
export function OpenProjectDialog({ brought: { name, contents, notes } }: { readonly brought: BroughtProject }) {
  const { openProject, leaveProject } = useActions()
  const dataset = useSession(({ data }) => data.dataset)
  const hasRun = useSession(({ run }) => 'progress' in run.state)
  const isAtWork = useSession(({ project }) => project.work !== undefined)
  const { document, images, model, runs, decidedFor, versions, problems, savedAt } = contents
  const [takes, setTakes] = useState({
    document: document !== undefined,
    images: images !== undefined,
    model: model !== undefined,
    runs: runs.length > 0,
    withWeights: true,
  })
  const open = useRef<HTMLButtonElement>(null)
  const weightBytes = runs.reduce((sum, run) => sum + (run.weightBytes ?? 0), 0)
  const takesAny = takes.document || takes.images || takes.model || takes.runs
  const set = (change: Partial<typeof takes>): void => setTakes({ ...takes, ...change })
  const replaced = [
    ...(takes.document ? ['the layers and the recipe'] : []),
    ...(takes.images && dataset ? [`the images of ${isolate(dataset.name)}`] : []),
  ].join(', and ')

  return (
    <Dialog title="Open project" size="card" initialFocus={open} onClose={leaveProject}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!isAtWork && takesAny) void openProject(takes)
        }}
      >
        <p className={styles.text}>
          <bdi className={styles.name}>{name}</bdi>, saved on {formatMoment(savedAt)}, has:
        </p>
        <fieldset className={styles.parts} disabled={isAtWork}>
          <legend className={styles.unseen}>What is opened</legend>
          {document && (
            <CheckField
              label={`Layers and recipe: ${formatAmount(document.layers, 'layer')}`}
              value={takes.document}
              onChange={(isTaken) => set({ document: isTaken })}
            />
          )}
          {model && (
            <CheckField
              label={`Trained model: weights of ${formatBytes(model.bytes)}`}
              value={takes.model}
              onChange={(isTaken) => set({ model: isTaken })}
            />
          )}
          {images ? (
            <CheckField
              label={`Images: ${isolate(images.name)}, ${formatAmount(images.count, 'image')} of ${images.width} × ${images.height} in ${formatAmount(images.classes, 'class', 'classes')}`}
              value={takes.images}
              onChange={(isTaken) => set({ images: isTaken })}
            />
          ) : (
            <p className={styles.absent}>
              No images
              {decidedFor !== undefined &&
                `. What was decided about those of ${isolate(decidedFor)} holds where the same images are loaded here`}
            </p>
          )}
          {runs.length > 0 ? (
            <CheckField
              label={`Runs: ${describeRunsInFile(runs)}${versions > 0 ? `, with ${formatAmount(versions, 'version')} of models` : ''}`}
              help="They get numbers of this browser, and keep their names. Runs that are here already are not doubled."
              value={takes.runs}
              onChange={(isTaken) => set({ runs: isTaken })}
            />
          ) : (
            <p className={styles.absent}>No runs</p>
          )}
          {weightBytes > 0 && (
            <CheckField
              label={`Weights of the runs: ${formatBytes(weightBytes)}`}
              value={takes.runs && takes.withWeights}
              disabled={!takes.runs}
              onChange={(isTaken) => set({ withWeights: isTaken })}
            />
          )}
          {runs.length > 0 && (
            <Fold title="The runs" plain>
              <ul className={styles.list} aria-label="Runs in the file" tabIndex={0}>
                {runs.map((run) => (
                  <li key={run.id} className={styles.filed}>
                    <bdi className={styles.runName}>{titleOfFiled(run)}</bdi>
                    <span className={styles.facts}>{describeFiledRun(run)}</span>
                  </li>
                ))}
              </ul>
            </Fold>
          )}
        </fieldset>
        {[...problems, ...notes].map((problem) => (
          <Message key={problem} kind="caution">
            {problem}
          </Message>
        ))}
        <p className={styles.note}>
          {replaced === ''
            ? 'Nothing here is replaced.'
            : `It takes the place of ${replaced} here. Undo brings them back.`}
          {hasRun &&
            (takes.images || takes.model) &&
            ' The curves of the last run leave the page, and stay in the view of runs.'}
        </p>
        <ProjectWork label="Opening progress" />
        <div className={styles.actions}>
          <Button onClick={leaveProject}>Cancel</Button>
          <Button look="primary" ref={open} type="submit" unavailable={isAtWork || !takesAny}>
            {isAtWork ? 'Opening …' : 'Open'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
