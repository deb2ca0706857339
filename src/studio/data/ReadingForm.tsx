import { useState } from 'react'
import type { ImportSettings, OpenChoice } from '../../data/importSettings'
import { useActions } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { focusPanel } from '../../ui/focusPanel'
import { NumberField } from '../../ui/NumberField'
import { Obstacle } from '../../ui/Obstacle'
import { SelectField } from '../../ui/SelectField'
import {
  BITS,
  CLASS_DEPTHS,
  COLOURS,
  FILTERS,
  findSideProblem,
  FITS,
  GROUNDS,
  isOffered,
  LARGEST_SIDE,
  CODE_PAGE_CHOICES,
  MASKS,
  SAME_NAMES,
  TRANSPOSITIONS,
  TURNS,
  VALUES,
} from './readingFacts'
import styles from './ReadingForm.module.css'

export interface ReadingFormProps {
  readonly settings: ImportSettings
  /** The settings of few files that make a difference to these. */
  readonly open: readonly OpenChoice[] | undefined
  /** The size that the images have now, in pixels. */
  readonly width: number
  readonly height: number
  /** Why the files can't be read again now: one sentence. */
  readonly obstacle: string | undefined
  /** Called when the files are about to be read again. */
  onRead(): void
}

const SIZES = [
  { value: 'auto', label: 'By the images’ sizes' },
  { value: 'chosen', label: 'A size of your choice' },
] as const

/** How the files are read: nothing changes before they are read again. */
export function ReadingForm({ settings, open, width, height, obstacle, onRead }: ReadingFormProps) {
  const { changeSettings } = useActions()
  const [draft, setDraft] = useState(settings)
  const change = (part: Partial<ImportSettings>): void => setDraft({ ...draft, ...part })
  const { size } = draft
  const sideProblem =
    size === 'auto' ? undefined : (findSideProblem('Width', size.width) ?? findSideProblem('Height', size.height))

  return (
    <form
      className={styles.form}
      aria-label="How images are read"
      onSubmit={(event) => {
        event.preventDefault()
        if (obstacle !== undefined || sideProblem !== undefined) return
        focusPanel(event.currentTarget)
        onRead()
        void changeSettings(draft)
      }}
    >
      <SelectField label="Colour" value={draft.colour} options={COLOURS} onChange={(colour) => change({ colour })} />
      <SelectField
        label="Size"
        value={size === 'auto' ? 'auto' : 'chosen'}
        options={SIZES}
        onChange={(value) => change({ size: value === 'auto' ? 'auto' : { width, height } })}
      />
      {size !== 'auto' && (
        <div className={styles.pair}>
          {(['width', 'height'] as const).map((side) => {
            const label = side === 'width' ? 'Width' : 'Height'
            return (
              <NumberField
                key={side}
                label={label}
                integer
                min={1}
                max={LARGEST_SIDE}
                value={size[side]}
                error={findSideProblem(label, size[side])}
                onChange={(value) => change({ size: { ...size, [side]: value } })}
              />
            )
          })}
        </div>
      )}
      <SelectField
        label="Fit"
        help="How an image of another shape is brought to the size."
        value={draft.fit}
        options={FITS}
        onChange={(fit) => change({ fit })}
      />
      <SelectField
        label="Filter"
        help="How the pixels of a smaller or larger image are reckoned."
        value={draft.filter}
        options={FILTERS}
        onChange={(filter) => change({ filter })}
      />
      <SelectField
        label="Values"
        help="What numbers in tables and arrays mean as pixels."
        value={draft.values}
        options={VALUES}
        onChange={(values) => change({ values })}
      />
      <SelectField
        label="Transpose"
        help="Exchanges rows and columns, for images that lie on their side and are mirrored, as in EMNIST’s files."
        value={draft.transpose}
        options={TRANSPOSITIONS}
        onChange={(transpose) => change({ transpose })}
      />
      {isOffered('bits', settings, open) && (
        <SelectField
          label="Bits of 16-bit values"
          help="Cameras and scanners keep 10, 12 or 14 bits in 16. The largest value of the bits that are used is white."
          value={String(draft.bits)}
          options={BITS}
          onChange={(bits) => change({ bits: bits === 'auto' ? 'auto' : (Number(bits) as ImportSettings['bits']) })}
        />
      )}
      {isOffered('ground', settings, open) && (
        <SelectField
          label="Behind see-through parts"
          value={draft.ground}
          options={GROUNDS}
          onChange={(ground) => change({ ground })}
        />
      )}
      {isOffered('turn', settings, open) && (
        <SelectField
          label="Way up"
          help="A camera that was held on its side says so in the Exif data of its photographs."
          value={draft.turn}
          options={TURNS}
          onChange={(turn) => change({ turn })}
        />
      )}
      {isOffered('codePage', settings, open) && (
        <SelectField
          label="Code page"
          help="What stands for which letter in names and tables that are not in UTF-8: that of the computer they come from."
          value={draft.codePage}
          options={CODE_PAGE_CHOICES}
          onChange={(codePage) => change({ codePage })}
        />
      )}
      {isOffered('sameNames', settings, open) && (
        <SelectField
          label="Folders of one name"
          help="Folders of one name that lie in several others, side by side: the same class again, or others."
          value={draft.sameNames}
          options={SAME_NAMES}
          onChange={(sameNames) => change({ sameNames })}
        />
      )}
      {isOffered('classDepth', settings, open) && (
        <SelectField
          label="Folders that are classes"
          help="Where folders lie inside of those that were taken for classes."
          value={String(draft.classDepth)}
          options={CLASS_DEPTHS}
          onChange={(depth) => change({ classDepth: Number(depth) as ImportSettings['classDepth'] })}
        />
      )}
      {isOffered('masks', settings, open) && (
        <SelectField
          label="Masks beside images"
          help="Images that have the name of another and “mask” behind it, or lie in a folder of masks."
          value={draft.masks}
          options={MASKS}
          onChange={(masks) => change({ masks })}
        />
      )}
      {obstacle !== undefined && <Obstacle>{obstacle}</Obstacle>}
      <Button
        size="small"
        look="primary"
        type="submit"
        className={styles.submit}
        unavailable={obstacle !== undefined || sideProblem !== undefined}
      >
        Read again
      </Button>
    </form>
  )
}
