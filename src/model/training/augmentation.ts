/**
 * What training may do to an image each time it is seen, so that a model learns what does not matter; its form, and checks. Names and
 * meanings follow Keras's ImageDataGenerator; all zero leaves the images as they are. `augmentImage.ts` does it.
 */
import type { BooleanField, NumberField } from '../layers/define'
import { isSameValue } from '../sameValue'
import { checkSection, defineSection, type SettingProblem } from './section'

export type Augmentation = {
  /** The most that an image moves sideways, as a share of its width. */
  readonly widthShift: number
  /** The most that it moves up or down, as a share of its height. */
  readonly heightShift: number
  /** The most that it turns either way, in degrees. */
  readonly rotation: number
  /** The most that it shrinks or grows along each axis: a factor from 1 - zoom to 1 + zoom. */
  readonly zoom: number
  /** The most that it slants either way, in degrees. */
  readonly shear: number
  /** The standard deviation of the noise on every value, where black to white is 1. */
  readonly noise: number
  /** Half of the images are mirrored left to right. */
  readonly horizontalFlip: boolean
  /** Half of them are turned upside down, as in a mirror below. */
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

/** The augmentation's form, in its order. */
export const AUGMENTATION_FIELDS = [
  {
    kind: 'number',
    name: 'widthShift',
    label: 'Width shift',
    help: 'How far an image may move sideways, as a share of its width: 0.1 is a tenth either way.',
    min: 0,
    max: 0.5,
    step: 0.05,
  },
  {
    kind: 'number',
    name: 'heightShift',
    label: 'Height shift',
    help: 'How far it may move up or down, as a share of its height.',
    min: 0,
    max: 0.5,
    step: 0.05,
  },
  {
    kind: 'number',
    name: 'rotation',
    label: 'Rotation',
    help: 'How far it may turn either way, in degrees.',
    min: 0,
    max: 180,
    step: 5,
  },
  {
    kind: 'number',
    name: 'zoom',
    label: 'Zoom',
    help: 'How much larger or smaller it may get, along each axis by itself: 0.1 is by a tenth.',
    min: 0,
    max: 0.9,
    step: 0.05,
  },
  {
    kind: 'number',
    name: 'shear',
    label: 'Shear',
    help: 'How far it may slant either way, in degrees.',
    min: 0,
    max: 45,
    step: 5,
  },
  {
    kind: 'number',
    name: 'noise',
    label: 'Noise',
    help: 'The standard deviation of the noise on every pixel, where black to white is 1.',
    min: 0,
    max: 1,
    step: 0.05,
  },
  {
    kind: 'boolean',
    name: 'horizontalFlip',
    label: 'Horizontal flip',
    help: 'Mirrors every other image left to right, drawn by chance: for things that look alike from both sides, so not for digits or letters.',
  },
  {
    kind: 'boolean',
    name: 'verticalFlip',
    label: 'Vertical flip',
    help: 'Mirrors every other image top to bottom, drawn by chance: for things that have no up and down, such as cells under a microscope.',
  },
] as const satisfies readonly (NumberField<keyof Augmentation> | BooleanField<keyof Augmentation>)[]

/** The recipe's section. */
export const AUGMENTATION = defineSection<'augmentation', Augmentation>({
  name: 'augmentation',
  label: 'augmentation',
  defaults: NO_AUGMENTATION,
  fields: AUGMENTATION_FIELDS,
})

/** Whether it changes images at all. */
export function isAugmenting(augmentation: Augmentation): boolean {
  return !isSameValue(augmentation, NO_AUGMENTATION)
}

export function checkAugmentation(augmentation: Augmentation): readonly SettingProblem<keyof Augmentation>[] {
  return checkSection(AUGMENTATION, augmentation)
}
