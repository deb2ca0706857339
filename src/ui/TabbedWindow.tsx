import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { Boundary } from './Boundary'
import { Dialog, type DialogProps } from './Dialog'
import styles from './TabbedWindow.module.css'

export interface WindowTab<Value extends string> {
  readonly value: Value
  readonly label: ReactNode
  readonly content: ReactNode
}

export interface TabbedWindowProps<Value extends string> extends Pick<DialogProps, 'title' | 'onEscape' | 'onClose'> {
  /** The accessible name of the tabs. */
  readonly label: string
  readonly tabs: readonly WindowTab<Value>[]
  readonly tab: Value
  /** Stands behind the tabs. */
  readonly tools: ReactNode
  /** Stands above the content of every tab. */
  readonly above?: ReactNode
  onTab(tab: Value): void
}

/** A window over the page with tabs in its head. A part that fails leaves the others as they are. */
export function TabbedWindow<Value extends string>({
  label,
  tabs,
  tab,
  tools,
  above,
  onTab,
  ...dialog
}: TabbedWindowProps<Value>) {
  return (
    <Tabs.Root value={tab} onValueChange={(value) => onTab(value as Value)}>
      <Dialog
        {...dialog}
        size="window"
        aside={
          <>
            <Tabs.List className={styles.tabs} aria-label={label}>
              {tabs.map((each) => (
                <Tabs.Trigger key={each.value} value={each.value}>
                  {each.label}
                </Tabs.Trigger>
              ))}
            </Tabs.List>
            {tools}
          </>
        }
      >
        {above}
        {tabs.map(({ value, content }) => (
          <Tabs.Content key={value} value={value} className={styles.content} tabIndex={-1}>
            <Boundary>{content}</Boundary>
          </Tabs.Content>
        ))}
      </Dialog>
    </Tabs.Root>
  )
}
