import { DropdownMenu } from 'radix-ui'
import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type Ref, type RefObject } from 'react'
import { Search } from 'lucide-react'
import { Announcement } from './Announcement'
import { findItems } from './findItems'
import { formatAmount } from './format'
import { MenuList, type MenuItem } from './MenuList'
import styles from './MenuContent.module.css'

export interface MenuContentProps {
  readonly id: string
  /** The list is named by its button. */
  readonly buttonId: string
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[])
  readonly obstacle: string | undefined
  readonly search: string | undefined
  onChoose(item: MenuItem): void
  onCloseAutoFocus(event: Event): void
}

/**
 * What a menu opens. Where it can be searched, letters go to the field wherever the focus is: the entry that fits best has the focus, and
 * the arrow keys lead on from there. On a phone the field waits for a tap.
 */
export function MenuContent({ id, buttonId, items, obstacle, search, onChoose, onCloseAutoFocus }: MenuContentProps) {
  const [query, setQuery] = useState('')
  const content = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const isTyped = useRef(false)
  const all = useMemo(() => (typeof items === 'function' ? items() : items), [items])
  const found = findItems(all, query)

  useLayoutEffect(() => {
    if (!isTyped.current) return
    isTyped.current = false
    const entry = firstEntry(content.current) ?? field.current
    entry?.focus()
  }, [query])

  /** Keys while an entry, or the menu itself, has the focus. */
  const press = (event: KeyboardEvent): void => {
    const { key, target } = event
    if (search === undefined || target === field.current || event.ctrlKey || event.metaKey || event.altKey) return
    // A space chooses the entry, unless it stands within what is typed.
    const isLetter = key.length === 1 && (key !== ' ' || query !== '')
    if (!isLetter && key !== 'Backspace') return
    event.preventDefault()
    event.stopPropagation()
    isTyped.current = true
    setQuery(isLetter ? query + key : query.slice(0, -1))
  }

  const noteId = useId()
  const list = <MenuList items={found} disabled={obstacle !== undefined} onChoose={onChoose} />
  const how = {
    id,
    'aria-labelledby': buttonId,
    align: 'start',
    sideOffset: 4,
    collisionPadding: 8,
    onCloseAutoFocus,
  } as const
  if (search === undefined) {
    return (
      <DropdownMenu.Content
        className={styles.menu}
        aria-describedby={obstacle === undefined ? undefined : noteId}
        {...how}
      >
        {obstacle !== undefined && (
          <DropdownMenu.Label id={noteId} className={styles.note}>
            {obstacle}
          </DropdownMenu.Label>
        )}
        {list}
      </DropdownMenu.Content>
    )
  }
  return (
    <DropdownMenu.Content
      ref={content}
      className={styles.menu}
      {...how}
      // A menu may hold no field, so it is a part of what opens.
      role="dialog"
      aria-orientation={undefined}
      onKeyDownCapture={press}
    >
      <SearchField ref={field} label={search} query={query} onQuery={setQuery} menu={content} />
      <div role="menu" aria-label={search} className={styles.list}>
        {list}
      </div>
      {found.length === 0 && <p className={styles.none}>Nothing here goes by “{query.trim()}”.</p>}
      <Announcement text={query.trim() === '' ? '' : formatAmount(found.length, 'entry fits', 'entries fit')} />
    </DropdownMenu.Content>
  )
}

interface SearchFieldProps {
  readonly ref: Ref<HTMLInputElement>
  readonly label: string
  readonly query: string
  readonly menu: RefObject<HTMLElement | null>
  onQuery(query: string): void
}

function SearchField({ ref, label, query, menu, onQuery }: SearchFieldProps) {
  const press = (event: KeyboardEvent): void => {
    const entry = firstEntry(menu.current)
    // The menu would take letters for its own, and keep Tab.
    if (event.key !== 'Escape') event.stopPropagation()
    if (event.key === 'Enter') entry?.click()
    else if (event.key === 'ArrowDown' || event.key === 'Tab') entry?.focus()
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.search}>
      <Search size={14} aria-hidden />
      <input
        ref={ref}
        type="text"
        role="searchbox"
        className={styles.field}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={({ target }) => onQuery(target.value)}
        onKeyDown={press}
      />
    </div>
  )
}

function firstEntry(menu: HTMLElement | null): HTMLElement | null {
  return menu?.querySelector<HTMLElement>('[role^="menuitem"]') ?? null
}
