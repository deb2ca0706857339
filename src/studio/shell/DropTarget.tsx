import { FileDown } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useActions } from '../../store/hooks'
import styles from './DropTarget.module.css'

/** A drag that is given up elsewhere may send no last event, while one that goes on sends several a second. */
const SILENCE_MS = 700

/** Takes files that are dropped anywhere on the page. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const { openFiles } = useActions()
  const [hovering, setHovering] = useState(false)

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
      if (!carriesFiles(event)) return
      event.preventDefault()
      end()
      void openFiles([...(event.dataTransfer?.files ?? [])])
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
  }, [openFiles])

  return (
    <>
      {children}
      {hovering && (
        <div className={styles.overlay}>
          <FileDown size={32} aria-hidden />
          <p>Drop a zip of images with its CSV, or a model</p>
        </div>
      )}
    </>
  )
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
