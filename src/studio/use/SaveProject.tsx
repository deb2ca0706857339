import { Save } from 'lucide-react'
import { useId } from 'react'
import { useActions } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { download } from '../../ui/download'
import way from './way.module.css'

/** The layers and the recipe as a file that opens again, here or elsewhere. */
export function SaveProject() {
  const { projectText } = useActions()
  const descriptionId = useId()
  return (
    <div className={way.way}>
      <Button aria-describedby={descriptionId} onClick={() => download('project.strata', projectText())}>
        <Save size={14} aria-hidden />
        Save project
      </Button>
      <p id={descriptionId} className={way.text}>
        The layers and the recipe, to go on with later or elsewhere. Images and weights are not in it.
      </p>
    </div>
  )
}
