import { History as Icon } from 'lucide-react'
import { withoutBidiControls } from '../../common/text'
import { useActions } from '../../store/hooks'
import { IconButton } from '../../ui/Button'
import { Menu } from '../../ui/Menu'
import type { MenuItem } from '../../ui/MenuList'

/** What was done, the last step first. A press on a step goes to what it made, as Undo and Redo would. */
export function History({ isEmpty }: { readonly isEmpty: boolean }) {
  const { steps, goSteps } = useActions()
  const list = (): readonly MenuItem[] => {
    const { states, at } = steps()
    return states
      .map(({ did }, index) => ({
        name: index === 0 ? 'As it was before' : withoutBidiControls(did),
        group: index > at ? 'Undone' : 'Done',
        isChosen: index === at,
        onSelect: () => goSteps(index - at),
      }))
      .toReversed()
  }
  return (
    <Menu
      trigger={<IconButton label="History" icon={<Icon size={16} aria-hidden />} disabled={isEmpty} />}
      items={list}
    />
  )
}
