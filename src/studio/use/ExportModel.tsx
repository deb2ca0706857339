import { Download } from 'lucide-react'
import { useId } from 'react'
import { useActions, useDocument, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { Button } from '../../ui/Button'
import { Message } from '../../ui/Message'
import { Obstacle } from '../../ui/Obstacle'
import { download } from '../../ui/download'
import { describeModel, whyNotExport } from './describeModel'
import styles from './ExportModel.module.css'
import way from './way.module.css'

const SNIPPET = `const model = await tf.loadLayersModel('model.json')`

/** The current model as the two files that TensorFlow.js opens. */
export function ExportModel() {
  const model = useSession((session) => session.model.current)
  const exported = useSession((session) => session.model.exported)
  const origin = useSession((session) => session.model.origin)
  const test = useSession((session) => session.model.test)
  const testedOn = useSession((session) => session.data.dataset?.name)
  const training = useSession((session) => isTraining(session.run.state))
  const stack = useDocument((document) => document.stack)
  const { exportModel } = useActions()
  const descriptionId = useId()
  const said = exported?.model === model?.id ? exported : undefined
  const obstacle = whyNotExport(model, training)

  const save = async (): Promise<void> => {
    const files = (await exportModel()) ?? []
    for (const { name, bytes } of files) download(name, bytes)
  }

  return (
    <div className={way.way}>
      <Button unavailable={obstacle !== undefined} aria-describedby={descriptionId} onClick={() => void save()}>
        <Download size={14} aria-hidden />
        Export model
      </Button>
      {obstacle === undefined ? (
        <p id={descriptionId} className={way.text}>
          {model && describeModel({ model, origin, edited: stack, test, testedOn })}
        </p>
      ) : (
        <Obstacle id={descriptionId}>{obstacle}</Obstacle>
      )}
      {said?.differences.map((difference) => (
        <Message key={difference} kind="caution">
          {difference}
        </Message>
      ))}
      {said?.notes.map((note) => (
        <Message key={note} kind="info">
          {note}
        </Message>
      ))}
      <p className={way.text}>
        It opens elsewhere with TensorFlow.js:
        <code className={styles.code}>{SNIPPET}</code>
      </p>
    </div>
  )
}
