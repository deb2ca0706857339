import { isTraining } from '../../store/run/runPart'
import { FileDown } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { holdsModel } from '../../store/model/holdsModel'
import { useActions, useSession } from '../../store/hooks'
import { DropChoice } from './DropChoice'
import styles from './DropTarget.module.css'
import { joinDropped, nameDropped, takeDropped, type Dropped } from './listDropped'

/** A drag that is given up elsewhere may send no last event, while one that goes on sends several a second. */
const SILENCE_MS = 700

/** Takes files and folders that are dropped anywhere on the page. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const { openFiles } = useActions()
  const [hovering, setHovering] = useState(false)
  const [dropped, setDropped] = useState<Dropped>()
  // While something is under way, a drop is answered with a sentence, not with a question.
  const hasChoice = useSession(({ data, run }) =>
    Boolean(data.dataset && !data.importing && !data.question && !isTraining(run.state)),
  )

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = (): void => {
      clearTimeout(timer)
      setHovering(false)
    }
    const over = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setHovering(true)
      clearTimeout(timer)
      timer = setTimeout(end, SILENCE_MS)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) end()
    }
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      end()
      const taken = takeDropped(event.dataTransfer)
      const isModel = 'length' in taken && holdsModel(taken)
      // What is dropped while the question is open belongs to it.
      if (hasChoice && !isModel) setDropped((before) => (before ? joinDropped(before, taken) : taken))
      else void openFiles(taken, 'replace')
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      clearTimeout(timer)
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [openFiles, hasChoice])

  return (
    <>
      {children}
      {hovering && (
        <div className={styles.overlay}>
          <FileDown size={32} aria-hidden />
          <p>Drop images as files or folders, or a model</p>
        </div>
      )}
      {dropped && (
        <DropChoice
          name={nameDropped(dropped)}
          onChoose={(mode) => {
            setDropped(undefined)
            void openFiles(dropped, mode)
          }}
          onClose={() => setDropped(undefined)}
        />
      )}
    </>
  )
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
