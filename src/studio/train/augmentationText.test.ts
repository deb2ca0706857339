import { expect, test } from 'vitest'
import { NO_AUGMENTATION } from '../../model/training/augmentation'
import { describeAugmentation } from './augmentationText'

test('an augmentation says what is on', () => {
  expect(describeAugmentation(NO_AUGMENTATION)).toBe('off')
  expect(describeAugmentation({ ...NO_AUGMENTATION, widthShift: 0.1, heightShift: 0.1, rotation: 10 })).toBe(
    'shift 0.1, rotation 10°',
  )
  expect(describeAugmentation({ ...NO_AUGMENTATION, widthShift: 0.2, noise: 0.05 })).toBe('shift 0.2 × 0, noise 0.05')
  expect(describeAugmentation({ ...NO_AUGMENTATION, horizontalFlip: true })).toBe('flip')
  expect(describeAugmentation({ ...NO_AUGMENTATION, horizontalFlip: true, verticalFlip: true })).toBe('both flips')
})
