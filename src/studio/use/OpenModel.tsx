import { FolderOpen } from 'lucide-react'
import { useActions, useSession } from '../../store/hooks'
import { isTraining } from '../../store/run/runPart'
import { FilePicker } from '../../ui/FilePicker'
import way from './way.module.css'

/** Brings an exported model back: its stack, its weights and its test results. */
export function OpenModel() {
  const { openModel } = useActions()
  const training = useSession((session) => isTraining(session.run.state))
  const opening = useSession((session) => session.model.opening)
  return (
    <div className={way.way}>
      <FilePicker
        label="Open model or project"
        accept=".json,.bin"
        disabled={training}
        onChoose={(files) => void openModel(files)}
      >
        <FolderOpen size={14} aria-hidden />
        {opening ? 'Opening …' : 'Open model or project'}
      </FilePicker>
      <p className={way.text}>
        {training
          ? 'A run is using the engine: wait until it has ended, or stop it.'
          : 'Choose model.json together with its weights.bin, or drop both anywhere on the page.'}
      </p>
    </div>
  )
}
