/** An augmentation in a few words. */
import { isAugmenting, type Augmentation } from '../../model/training/augmentation'

/** `off`, or what is on: `shift 0.1, rotation 10°, flip`. */
export function describeAugmentation(augmentation: Augmentation): string {
  if (!isAugmenting(augmentation)) return 'off'
  const { widthShift, heightShift, rotation, zoom, shear, noise, horizontalFlip, verticalFlip } = augmentation
  const shift = widthShift === heightShift ? `${widthShift}` : `${widthShift} × ${heightShift}`
  const parts = [
    (widthShift !== 0 || heightShift !== 0) && `shift ${shift}`,
    rotation !== 0 && `rotation ${rotation}°`,
    zoom !== 0 && `zoom ${zoom}`,
    shear !== 0 && `shear ${shear}°`,
    noise !== 0 && `noise ${noise}`,
    (horizontalFlip || verticalFlip) && (horizontalFlip && verticalFlip ? 'both flips' : 'flip'),
  ]
  return parts.filter((part) => part !== false).join(', ')
}
