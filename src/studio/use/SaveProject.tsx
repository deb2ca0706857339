import { Save } from 'lucide-react'
import { useId } from 'react'
import { useActions } from '../../store/hooks'
import { Button } from '../../ui/Button'
import way from './way.module.css'

/** The way to a file of the whole project, which opens again, here or elsewhere. What goes in is asked. */
export function SaveProject() {
  const { askToSave } = useActions()
  const descriptionId = useId()
  return (
    <div className={way.way}>
      <Button aria-describedby={descriptionId} aria-haspopup="dialog" onClick={askToSave}>
        <Save size={14} aria-hidden />
        Save project …
      </Button>
      <p id={descriptionId} className={way.text}>
        One file to go on with, later or on another machine: the layers and the recipe and, as you choose, the trained
        model, the runs and the images.
      </p>
    </div>
  )
}
