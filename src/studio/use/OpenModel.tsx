import { FolderOpen } from 'lucide-react'
import { useActions, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { FilePicker } from '../../ui/FilePicker'
import way from './way.module.css'

/** Brings back a model with its weights and its test results, or the layers of a project or of a configuration. */
export function OpenModel() {
  const { openModel } = useActions()
  const training = useSession((session) => isTraining(session.run.state))
  const opening = useSession((session) => session.model.opening)
  return (
    <div className={way.way}>
      <FilePicker label="Open model or project" disabled={training} onChoose={(files) => void openModel(files)}>
        <FolderOpen size={14} aria-hidden />
        {opening ? 'Opening …' : 'Open model or project'}
      </FilePicker>
      <p className={way.text}>
        {training
          ? 'A run is using the engine: wait until it has ended, or stop it.'
          : 'Choose model.json together with its weights.bin, a project, or layers that Keras wrote as JSON. Or drop them anywhere on the page.'}
      </p>
    </div>
  )
}
