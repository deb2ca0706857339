import type { DatasetSummary } from '../../../engine/protocol/data'
import { useRef, useState } from 'react'
import { useActions, useHistory } from '../../../store/hooks'
import type { ListedImages } from '../../../store/session/dataPart'
import { HistoryButtons } from '../../../ui/HistoryButtons'
import { TabbedWindow } from '../../../ui/TabbedWindow'
import { ChecksTab } from './ChecksTab'
import { ClassesTab } from './ClassesTab'
import styles from './ExploreWindow.module.css'
import { ImagesTab, type ImagesTabHandle } from './ImagesTab'
import { ALL_IMAGES, type ImageView } from './imageView'
import type { ChecksState } from './useChecks'

export type ExploreTab = 'images' | 'classes' | 'checks'

export interface ExploreWindowProps {
  readonly dataset: DatasetSummary
  readonly checks: ChecksState
  readonly tab: ExploreTab
  /** Images that were asked for from elsewhere, which it shows at first. */
  readonly listed: ListedImages | undefined
  onTab(tab: ExploreTab): void
  onClose(): void
}

/** The whole dataset in a window of its own: its images, its classes, and what is to be looked at. */
export function ExploreWindow({ dataset, checks, tab, listed, onTab, onClose }: ExploreWindowProps) {
  const { undo, redo } = useActions()
  const { undoes, redoes } = useHistory()
  const [view, setView] = useState(viewOf(listed))
  const [isOpen, setOpen] = useState(false)
  const imagesTab = useRef<ImagesTabHandle>(null)
  const [shown, setShown] = useState(listed)
  if (shown !== listed) {
    setShown(listed)
    setView(viewOf(listed))
    setOpen(false)
  }
  const classes = `${dataset.id}\n${dataset.classes.join('\n')}`
  const [viewed, setViewed] = useState(classes)
  if (viewed !== classes) {
    // Another dataset has other classes and other images.
    setViewed(classes)
    setView(ALL_IMAGES)
    setOpen(false)
  }
  const showImages = (shown: ImageView): void => {
    setView(shown)
    setOpen(false)
    onTab('images')
  }
  const found = checks.findings?.length ?? 0
  return (
    <TabbedWindow
      title="Explore images"
      label="What to explore"
      tabs={[
        {
          value: 'images',
          label: 'Images',
          content: (
            <ImagesTab
              ref={imagesTab}
              dataset={dataset}
              view={view}
              isOpen={isOpen}
              onView={setView}
              onOpen={setOpen}
            />
          ),
        },
        { value: 'classes', label: 'Classes', content: <ClassesTab dataset={dataset} onShow={showImages} /> },
        {
          value: 'checks',
          label: (
            <>
              Checks
              {found > 0 && <span className={styles.badge}>{found}</span>}
            </>
          ),
          content: <ChecksTab dataset={dataset} checks={checks} onShow={showImages} />,
        },
      ]}
      tab={tab}
      tools={
        <div className={styles.tools}>
          <HistoryButtons undoes={undoes} redoes={redoes} onUndo={undo} onRedo={redo} />
        </div>
      }
      onTab={onTab}
      onEscape={() => imagesTab.current?.leaveImage() ?? false}
      onClose={onClose}
    />
  )
}

function viewOf(listed: ListedImages | undefined): ImageView {
  return listed ? { filter: { images: listed.images }, why: listed.why, of: listed.of } : ALL_IMAGES
}
