/**
 * What training may do to an image each time it is seen, so that a model learns what does not matter. Names and meanings follow Keras's
 * ImageDataGenerator; all zero leaves the images as they are.
 */
export interface Augmentation {
  /** The most that an image moves sideways, as a share of its width. */
  readonly widthShift: number
  /** The most that it moves up or down, as a share of its height. */
  readonly heightShift: number
  /** The most that it turns either way, in degrees. */
  readonly rotation: number
  /** The most that it shrinks or grows: a factor from 1 - zoom to 1 + zoom. */
  readonly zoom: number
  /** The most that it slants either way, in degrees. */
  readonly shear: number
  /** The standard deviation of the noise on every value, where black to white is 1. */
  readonly noise: number
  readonly horizontalFlip: boolean
  readonly verticalFlip: boolean
}

export const NO_AUGMENTATION: Augmentation = {
  widthShift: 0,
  heightShift: 0,
  rotation: 0,
  zoom: 0,
  shear: 0,
  noise: 0,
  horizontalFlip: false,
  verticalFlip: false,
}
