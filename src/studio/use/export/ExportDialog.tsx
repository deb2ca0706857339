import { useCallback, useId, useRef, useState } from 'react'
import type { ExportedModel } from '../../../engine/protocol/export'
import type { Target, Written } from '../../../interop/target'
import { TARGETS } from '../../../interop/targets'
import { useActions, useSession } from '../../../store/hooks'
import { isTraining } from '../../../store/session/runPart'
import { CheckField } from '../../../ui/CheckField'
import { Dialog } from '../../../ui/Dialog'
import { Message } from '../../../ui/Message'
import { ProgressBar } from '../../../ui/ProgressBar'
import { useAnswer } from '../../../ui/useAnswer'
import { whyNotExport } from '../describeModel'
import { CheckReport } from './CheckReport'
import styles from './ExportDialog.module.css'
import { SnippetView } from './SnippetView'
import { TargetList } from './TargetList'
import { WrittenFiles } from './WrittenFiles'

export interface ExportDialogProps {
  /** What leaves: a model with its weights, or layers with their recipe. */
  readonly takes: Target['takes']
  onClose(): void
}

/** What a model, or layers with their recipe, is written for: the files are written and checked as soon as a target is chosen. */
export function ExportDialog({ takes, onClose }: ExportDialogProps) {
  const targets = TARGETS.filter((target) => target.takes === takes)
  const [target, setTarget] = useState(targets[0]!)
  const headingId = useId()
  const chosen = useRef<HTMLInputElement>(null)

  return (
    <Dialog
      title={takes === 'model' ? 'Export model' : 'Export recipe'}
      size="window"
      initialFocus={chosen}
      onClose={onClose}
    >
      <div className={styles.content}>
        <TargetList ref={chosen} targets={targets} value={target} onChange={setTarget} />
        <section aria-labelledby={headingId} className={styles.detail}>
          <h3 id={headingId} className={styles.title}>
            {target.name}
          </h3>
          <p className={styles.purpose}>{target.purpose}</p>
          <Leaving key={target.id} target={target} />
        </section>
      </div>
    </Dialog>
  )
}

/** The files for a target, with what was found out about them. */
function Leaving({ target }: { readonly target: Target }) {
  const { exportModel, exportPlan } = useActions()
  const model = useSession((session) => session.model.current)
  const training = useSession((session) => isTraining(session.run.state))
  const [chosen, setChosen] = useState<readonly string[]>(
    target.choices.filter(({ byDefault }) => byDefault).map(({ name }) => name),
  )
  const obstacle = target.takes === 'model' ? whyNotExport(model, training) : undefined
  const ask = useCallback(
    (signal: AbortSignal): Promise<Written & Partial<Pick<ExportedModel, 'check'>>> =>
      target.takes === 'model' ? exportModel(target.id, chosen, signal) : exportPlan(target.id, chosen, signal),
    [target, chosen, exportModel, exportPlan],
  )
  const { value, trouble, about } = useAnswer(obstacle === undefined ? ask : undefined, chosen)
  const isCurrent = about === chosen
  const written = isCurrent ? value : undefined

  return (
    <>
      {target.choices.map(({ name, label, help }) => (
        <CheckField
          key={name}
          label={label}
          help={help}
          value={chosen.includes(name)}
          onChange={(isOn) => setChosen(isOn ? [...chosen, name] : chosen.filter((each) => each !== name))}
        />
      ))}
      {obstacle !== undefined && <Message kind="caution">{obstacle}</Message>}
      {obstacle === undefined && !isCurrent && (
        <div className={styles.work}>
          <ProgressBar label="Export progress" />
          <p className={styles.note} role="status">
            {target.takes === 'model'
              ? 'The files are being written, read again and run on images …'
              : 'The files are being written …'}
          </p>
        </div>
      )}
      {isCurrent && trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      {written && (
        <>
          {written.check && <CheckReport check={written.check} />}
          {written.differences.map((difference) => (
            <Message key={difference} kind="caution">
              {difference}
            </Message>
          ))}
          {written.notes.map((note) => (
            <Message key={note} kind="info">
              {note}
            </Message>
          ))}
          <WrittenFiles
            target={target}
            files={written.files}
            model={target.takes === 'model' ? model?.id : undefined}
          />
          {written.snippet && <SnippetView snippet={written.snippet} files={written.files} />}
        </>
      )}
    </>
  )
}
