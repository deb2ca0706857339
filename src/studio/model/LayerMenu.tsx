import type { ReactElement } from 'react'
import { LAYERS, type LayerClassName } from '../../model/layers/registry'
import { Menu } from '../../ui/Menu'

export interface LayerMenuProps {
  readonly trigger: ReactElement
  onChoose(className: LayerClassName): void
}

/** A button that offers every layer type. */
export function LayerMenu({ trigger, onChoose }: LayerMenuProps) {
  return (
    <Menu
      trigger={trigger}
      movesFocus
      items={LAYERS.map(({ className, summary }) => ({
        name: className,
        description: summary,
        onSelect: () => onChoose(className),
      }))}
    />
  )
}
