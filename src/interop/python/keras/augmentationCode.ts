/** Keras's layers that augment images as the recipe says. */
import type { Augmentation } from '../../../model/training/augmentation'
import type { OwnLayer } from './ownLayer'

/** Beyond the edge, the nearest pixel of the image goes on. */
const FILL = { fill_mode: 'nearest' } as const

/** In the order in which Strata joins them; they run on bytes, and in training only. */
export function augmentationCalls(augmentation: Augmentation): readonly OwnLayer[] {
  const { widthShift, heightShift, rotation, zoom, shear, noise, horizontalFlip, verticalFlip } = augmentation
  const layers: OwnLayer[] = []
  if (rotation > 0) layers.push({ name: 'rotate', call: 'RandomRotation', args: { factor: rotation / 360, ...FILL } })
  if (widthShift > 0 || heightShift > 0)
    layers.push({
      name: 'shift',
      call: 'RandomTranslation',
      args: { height_factor: heightShift, width_factor: widthShift, ...FILL },
    })
  if (shear > 0) {
    const most = Math.tan((shear * Math.PI) / 180)
    layers.push({ name: 'shear', call: 'RandomShear', args: { x_factor: [-most, most], ...FILL } })
  }
  if (zoom > 0)
    layers.push({
      name: 'zoom',
      call: 'RandomZoom',
      args: { height_factor: [-zoom, zoom], width_factor: [-zoom, zoom], ...FILL },
    })
  if (horizontalFlip || verticalFlip) {
    const mode = horizontalFlip && verticalFlip ? 'horizontal_and_vertical' : horizontalFlip ? 'horizontal' : 'vertical'
    layers.push({ name: 'flip', call: 'RandomFlip', args: { mode } })
  }
  if (noise > 0) {
    layers.push({ name: 'noise', call: 'GaussianNoise', args: { stddev: 255 * noise } })
    // Cut off at black and white.
    layers.push({ name: 'cut_off', call: 'ReLU', args: { max_value: 255 } })
  }
  return layers
}
