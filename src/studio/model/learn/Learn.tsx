import { GraduationCap } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { LayerFacts } from '../../../model/graph/shapes'
import { definitionOf, type Layer } from '../../../model/layers/registry'
import { IconButton } from '../../../ui/Button'
import { onDemand } from '../../../ui/onDemand'

/** Comes when it is asked for. */
const LearnWindow = onDemand(async () => (await import('./LearnWindow')).LearnWindow)

export interface LearnProps {
  readonly layer: Layer
  readonly facts: LayerFacts | undefined
}

/** The way to a picture of what a layer does, for the layer types that have one. */
export function Learn({ layer, facts }: LearnProps) {
  const [isOpen, setOpen] = useState(false)
  if (!definitionOf(layer.className).window) return null
  return (
    <>
      <IconButton
        size="small"
        label="Learn"
        icon={<GraduationCap size={15} aria-hidden />}
        onClick={() => setOpen(true)}
      />
      {isOpen && (
        <Suspense>
          <LearnWindow layer={layer} facts={facts} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
