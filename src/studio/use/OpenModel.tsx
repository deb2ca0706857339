import { FolderOpen } from 'lucide-react'
import { useId } from 'react'
import { useActions, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { UNDER_WAY } from '../../store/session/underWay'
import { FilePicker } from '../../ui/FilePicker'
import { Obstacle } from '../../ui/Obstacle'
import way from './way.module.css'

/** Brings back a model with its weights and its test results, a project, or the layers of a configuration. */
export function OpenModel() {
  const { openModel } = useActions()
  const training = useSession((session) => isTraining(session.run.state))
  const opening = useSession((session) => session.model.opening)
  const descriptionId = useId()
  return (
    <div className={way.way}>
      <FilePicker
        label="Open model or project"
        unavailable={training}
        aria-describedby={descriptionId}
        onChoose={(files) => void openModel(files)}
      >
        <FolderOpen size={14} aria-hidden />
        {opening ? 'Opening …' : 'Open model or project'}
      </FilePicker>
      {training ? (
        <Obstacle id={descriptionId}>{UNDER_WAY.training}</Obstacle>
      ) : (
        <p id={descriptionId} className={way.text}>
          A model of TensorFlow.js, Keras or ONNX, a project, layers that Keras wrote as JSON, a configuration of
          Ludwig. Choose the files that belong together at once, or drop them anywhere on the page.
        </p>
      )}
    </div>
  )
}
