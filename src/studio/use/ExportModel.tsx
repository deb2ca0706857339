import { Download } from 'lucide-react'
import { Suspense, useId, useState } from 'react'
import { useDocument, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { Boundary } from '../../ui/Boundary'
import { Button } from '../../ui/Button'
import { Obstacle } from '../../ui/Obstacle'
import { onDemand } from '../../ui/onDemand'
import { describeModel, whyNotExport } from './describeModel'
import way from './way.module.css'

const ExportDialog = onDemand(async () => (await import('./export/ExportDialog')).ExportDialog)

/** The current model for other tools, checked before it is handed out; and the layers with their recipe, trained or not. */
export function ExportModel() {
  const model = useSession((session) => session.model.current)
  const origin = useSession((session) => session.model.origin)
  const test = useSession((session) => session.model.test)
  const testedOn = useSession((session) => session.data.dataset?.name)
  const training = useSession((session) => isTraining(session.run.state))
  const stack = useDocument((document) => document.stack)
  const [takes, setTakes] = useState<'model' | 'plan'>()
  const descriptionId = useId()
  const obstacle = whyNotExport(model, training)

  return (
    <div className={way.way}>
      <div className={way.buttons}>
        <Button
          unavailable={obstacle !== undefined}
          aria-describedby={descriptionId}
          aria-haspopup="dialog"
          onClick={() => setTakes('model')}
        >
          <Download size={14} aria-hidden />
          Export model …
        </Button>
        <Button aria-haspopup="dialog" onClick={() => setTakes('plan')}>
          Export recipe …
        </Button>
      </div>
      {obstacle === undefined ? (
        <p id={descriptionId} className={way.text}>
          {model && describeModel({ model, origin, edited: stack, test, testedOn })}
        </p>
      ) : (
        <Obstacle id={descriptionId}>{obstacle}</Obstacle>
      )}
      <p className={way.text}>
        A model for TensorFlow.js, Keras, ONNX and others, each with a program that uses it. A recipe as a script or a
        configuration that trains it elsewhere.
      </p>
      {takes && (
        <Boundary>
          <Suspense>
            <ExportDialog takes={takes} onClose={() => setTakes(undefined)} />
          </Suspense>
        </Boundary>
      )}
    </div>
  )
}
