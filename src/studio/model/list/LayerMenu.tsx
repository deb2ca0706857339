import type { LayerClassName } from '../../../model/layers/registry'
import type { OwnBlock } from '../../../store/session/layersPart'
import { formatAmount } from '../../../ui/format'
import { Menu, type MenuProps } from '../../../ui/Menu'
import { TYPES_BY_FAMILY } from './families'

export interface LayerMenuProps {
  readonly trigger: MenuProps['trigger']
  /** The blocks that the person saved. */
  readonly own: readonly OwnBlock[]
  onChoose(className: LayerClassName): void
  onChooseOwn(name: string): void
  onManageOwn(): void
}

const OWN = 'My blocks'

/** A button that offers every layer type by its family, and the blocks that the person saved. */
export function LayerMenu({ trigger, own, onChoose, onChooseOwn, onManageOwn }: LayerMenuProps) {
  return (
    <Menu
      trigger={trigger}
      movesFocus
      search="Find a layer"
      items={() => [
        ...TYPES_BY_FAMILY.map(({ className, summary, keywords, group }) => ({
          name: className,
          description: summary,
          keywords,
          group,
          onSelect: () => onChoose(className),
        })),
        ...own.map(({ name, piece }) => ({
          name,
          description: describeOwn(piece.layers.map(({ className }) => className)),
          group: OWN,
          onSelect: () => onChooseOwn(name),
        })),
        ...(own.length > 0
          ? [
              {
                name: 'Manage my blocks …',
                description: 'Delete those that are not needed.',
                group: OWN,
                opensWindow: true,
                onSelect: onManageOwn,
              },
            ]
          : []),
      ]}
    />
  )
}

/** `4 layers: Conv2D, BatchNormalization, ReLU, …`. */
export function describeOwn(classNames: readonly string[]): string {
  const few = classNames.slice(0, 3).join(', ')
  return `${formatAmount(classNames.length, 'layer')}: ${few}${classNames.length > 3 ? ', …' : ''}`
}
