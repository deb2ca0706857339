import { FileText } from 'lucide-react'
import { useId } from 'react'
import { useReport } from '../../report/useReport'
import { useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { Button } from '../../ui/Button'
import { Message } from '../../ui/Message'
import { Obstacle } from '../../ui/Obstacle'
import { whyNotExport } from './describeModel'
import way from './way.module.css'

/** All that is known of the model, as one file that needs nothing beside it. */
export function SaveReport() {
  const model = useSession((session) => session.model.current)
  const training = useSession((session) => isTraining(session.run.state))
  const isLooking = useSession((session) => session.model.looking)
  const { told, trouble, isSaving, save, dismiss } = useReport()
  const descriptionId = useId()
  const obstacle = whyNotExport(model, training)
  return (
    <div className={way.way}>
      <Button
        unavailable={obstacle !== undefined || isLooking || isSaving === true}
        aria-describedby={descriptionId}
        onClick={() => void save()}
      >
        <FileText size={14} aria-hidden />
        Report
      </Button>
      {trouble !== undefined && (
        <Message kind="danger" onDismiss={dismiss}>
          {trouble}
        </Message>
      )}
      {obstacle === undefined ? (
        <p id={descriptionId} className={way.text} role="status">
          {isSaving === true
            ? 'The report is being written: the model looks at the images, and at itself …'
            : (told ?? 'What the model is and does, how it came about and how to make it again: report.html.')}
        </p>
      ) : (
        <Obstacle id={descriptionId}>{obstacle}</Obstacle>
      )}
    </div>
  )
}
