import { Suspense } from 'react'
import { onDemand } from './onDemand'
import type { TooltipProps } from './TooltipLayer'

const TooltipLayer = onDemand(async () => (await import('./TooltipLayer')).TooltipLayer)

/**
 * Explains the element that it is in, while the pointer or the focus rests on that: a layer over the element, which must be positioned.
 * It is there only once it may be of use (`useTooltip`), because a page has hundreds of elements that explain themselves.
 */
export function Tooltip(props: TooltipProps) {
  return (
    <Suspense>
      <TooltipLayer {...props} />
    </Suspense>
  )
}
