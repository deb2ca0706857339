/** The windows about a project file: what goes into one, and what of one is opened. */
import { useSession } from '../../../store/hooks'
import { OpenProjectDialog } from './OpenProjectDialog'
import { SaveProjectDialog } from './SaveProjectDialog'

export function ProjectDialogs() {
  const isSaving = useSession(({ project }) => project.isSaving)
  const brought = useSession(({ project }) => project.brought)
  if (brought) return <OpenProjectDialog key={brought.drop} brought={brought} />
  return isSaving ? <SaveProjectDialog /> : null
}
