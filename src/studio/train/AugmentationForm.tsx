import { Suspense } from 'react'
import { useDocument } from '../../store/hooks'
import { Fold } from '../../ui/Fold'
import { onDemand } from '../../ui/onDemand'
import type { AugmentationFieldsProps } from './AugmentationFields'
import { describeAugmentation } from './augmentationText'

/** It is folded until somebody asks for it, and comes then. */
const AugmentationFields = onDemand(async () => (await import('./AugmentationFields')).AugmentationFields)

/** What training does to each image it sees, and what that looks like. */
export function AugmentationForm({ errorId }: AugmentationFieldsProps) {
  const augmentation = useDocument(({ recipe }) => recipe.augmentation)
  return (
    <Fold title="Augmentation" fact={describeAugmentation(augmentation)}>
      <Suspense>
        <AugmentationFields errorId={errorId} />
      </Suspense>
    </Fold>
  )
}
