import type { DatasetSummary } from '../../../engine/protocol/data'
import { Tabs } from 'radix-ui'
import { useRef, useState } from 'react'
import { useActions, useHistory } from '../../../store/hooks'
import type { ListedImages } from '../../../store/session/dataPart'
import { Boundary } from '../../../ui/Boundary'
import { Dialog } from '../../../ui/Dialog'
import { HistoryButtons } from '../../../ui/HistoryButtons'
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
  return (
    <Tabs.Root value={tab} onValueChange={(value) => onTab(value as ExploreTab)}>
      <Dialog
        title="Explore images"
        size="window"
        aside={<WindowTools checks={checks} />}
        onEscape={() => imagesTab.current?.leaveImage() ?? false}
        onClose={onClose}
      >
        <Tabs.Content value="images" className={styles.content} tabIndex={-1}>
          <Boundary>
            <ImagesTab
              ref={imagesTab}
              dataset={dataset}
              view={view}
              isOpen={isOpen}
              onView={setView}
              onOpen={setOpen}
            />
          </Boundary>
        </Tabs.Content>
        <Tabs.Content value="classes" className={styles.content} tabIndex={-1}>
          <Boundary>
            <ClassesTab dataset={dataset} onShow={showImages} />
          </Boundary>
        </Tabs.Content>
        <Tabs.Content value="checks" className={styles.content} tabIndex={-1}>
          <Boundary>
            <ChecksTab dataset={dataset} checks={checks} onShow={showImages} />
          </Boundary>
        </Tabs.Content>
      </Dialog>
    </Tabs.Root>
  )
}

function viewOf(listed: ListedImages | undefined): ImageView {
  return listed ? { filter: { images: listed.images }, why: listed.why } : ALL_IMAGES
}

function WindowTools({ checks }: { readonly checks: ChecksState }) {
  const { undo, redo } = useActions()
  const { undoes, redoes } = useHistory()
  const count = checks.findings?.length ?? 0
  return (
    <>
      <Tabs.List className={styles.tabs} aria-label="What to explore">
        <Tabs.Trigger value="images">Images</Tabs.Trigger>
        <Tabs.Trigger value="classes">Classes</Tabs.Trigger>
        <Tabs.Trigger value="checks">
          Checks
          {count > 0 && <span className={styles.badge}>{count}</span>}
        </Tabs.Trigger>
      </Tabs.List>
      <div className={styles.tools}>
        <HistoryButtons undoes={undoes} redoes={redoes} onUndo={undo} onRedo={redo} />
      </div>
    </>
  )
}
