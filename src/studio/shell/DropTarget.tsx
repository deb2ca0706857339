import { FileDown } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useActions } from '../../store/hooks'
import styles from './DropTarget.module.css'

/** Takes files that are dropped anywhere on the page. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const { openFiles } = useActions()
  const [hovering, setHovering] = useState(false)

  useEffect(() => {
    // Each element that the pointer crosses sends an enter and a leave: the page is left when they balance.
    let depth = 0
    const update = (change: number): void => {
      depth = Math.max(0, depth + change)
      setHovering(depth > 0)
    }
    const enter = (event: DragEvent): void => {
      if (carriesFiles(event)) update(1)
    }
    const leave = (event: DragEvent): void => {
      if (carriesFiles(event)) update(-1)
    }
    const over = (event: DragEvent): void => {
      if (carriesFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      update(-depth)
      void openFiles([...(event.dataTransfer?.files ?? [])])
    }
    addEventListener('dragenter', enter)
    addEventListener('dragleave', leave)
    addEventListener('dragover', over)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('dragover', over)
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
