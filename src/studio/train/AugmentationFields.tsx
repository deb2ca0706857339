import {
  AUGMENTATION_FIELDS,
  isAugmenting,
  NO_AUGMENTATION,
  type Augmentation,
} from '../../model/training/augmentation'
import { useActions, useDocument } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { CheckField } from '../../ui/CheckField'
import { NumberField } from '../../ui/NumberField'
import form from './FoldedForm.module.css'
import styles from './AugmentationFields.module.css'
import { AugmentationPreview } from './AugmentationPreview'

export interface AugmentationFieldsProps {
  /** The id of the element that says what is wrong with a field. */
  errorId(part: keyof Augmentation): string | undefined
}

const NUMBERS = AUGMENTATION_FIELDS.filter((field) => field.kind === 'number')
const FLIPS = AUGMENTATION_FIELDS.filter((field) => field.kind === 'boolean')

/** Little enough for digits to stay what they are. */
const GENTLE: Augmentation = { ...NO_AUGMENTATION, widthShift: 0.1, heightShift: 0.1, rotation: 10, zoom: 0.1 }

/** The bounds of each change, and what it looks like. */
export function AugmentationFields({ errorId }: AugmentationFieldsProps) {
  const augmentation = useDocument(({ recipe }) => recipe.augmentation)
  const { editRecipe } = useActions()
  const isOn = isAugmenting(augmentation)
  const set = (change: Partial<Augmentation>): void => editRecipe('augmentation', { ...augmentation, ...change })

  return (
    <div className={form.form}>
      <p className={form.about}>
        Each time training sees an image, it is changed by chance within these bounds. Validation and test images stay
        as they are.
      </p>
      <div role="group" aria-label="Augmentation" className={styles.group}>
        <div className={styles.fields}>
          {NUMBERS.map((field) => (
            <NumberField
              key={field.name}
              label={field.label}
              help={field.help}
              value={augmentation[field.name]}
              min={field.min}
              max={field.max}
              step={field.step}
              errorId={errorId(field.name)}
              onChange={(value) => set({ [field.name]: value })}
            />
          ))}
        </div>
        <div className={styles.flips}>
          {FLIPS.map((field) => (
            <CheckField
              key={field.name}
              label={field.label}
              help={field.help}
              value={augmentation[field.name]}
              onChange={(value) => set({ [field.name]: value })}
            />
          ))}
        </div>
      </div>
      {(augmentation.horizontalFlip || augmentation.verticalFlip) && (
        <p className={form.about}>Digits and letters must not be flipped: mirrored, a 2 is no 2.</p>
      )}
      {isOn ? (
        <Button size="small" className={styles.switch} onClick={() => editRecipe('augmentation', NO_AUGMENTATION)}>
          Turn off
        </Button>
      ) : (
        <Button size="small" className={styles.switch} onClick={() => editRecipe('augmentation', GENTLE)}>
          Use gentle values
        </Button>
      )}
      {isOn && <AugmentationPreview augmentation={augmentation} />}
    </div>
  )
}
