import { FileDown } from 'lucide-react'
import { Suspense, useEffect, useState, type ReactNode } from 'react'
import { useActions, useSession } from '../../store/hooks'
import { onDemand } from '../../ui/onDemand'
import styles from './DropTarget.module.css'
import { takeDropped } from './listDropped'

const DropChoice = onDemand(async () => (await import('./DropChoice')).DropChoice)

/** A drag that is given up elsewhere may send no last event, while one that goes on sends several a second. */
const SILENCE_MS = 700

export interface DropTargetProps {
  readonly children: ReactNode
  /** Something was dropped. */
  onDrop(): void
}

/** Takes files and folders that are dropped anywhere on the page. */
export function DropTarget({ children, onDrop }: DropTargetProps) {
  const { openFiles, answerDrop } = useActions()
  const [hovering, setHovering] = useState(false)
  const dropped = useSession((session) => session.data.dropped)

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
      onDrop()
      void openFiles(takeDropped(event.dataTransfer))
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
  }, [openFiles, onDrop])

  return (
    <>
      {children}
      {hovering && (
        <div className={styles.overlay}>
          <FileDown size={32} aria-hidden />
          <p>Drop images as files or folders, a model or a project</p>
        </div>
      )}
      {dropped !== undefined && (
        <Suspense>
          <DropChoice
            name={dropped}
            onChoose={(mode) => void answerDrop(mode)}
            onClose={() => void answerDrop(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
