import { useCallback, useMemo, useState, type RefObject } from 'react'
import { drawExample, drawKernel, type ExampleKernel } from '../../../model/learn/examples'
import { isPool, readStep } from '../../../model/learn/readStep'
import { isWholeImage, nextPlace, previousPlace, type Place, type WindowWalk } from '../../../model/learn/windowWalk'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import { InputPicture } from './InputPicture'
import { OutputPicture } from './OutputPicture'
import { SizeFormulas } from './SizeFormulas'
import { StepControls } from './StepControls'
import { StepSum } from './StepSum'
import { usePlay } from './usePlay'
import styles from './Walk.module.css'
import { describePicture, describeStep } from './words'

export interface WalkProps {
  readonly walk: WindowWalk
  /** The input channels that each channel of the layer's output adds up, where that is known and so. */
  readonly mixed: number | undefined
  /** Height and width of the output, as the layer's card has them. */
  readonly card: readonly number[] | undefined
  /** The numbers are the layer's. */
  readonly isOwn: boolean
  readonly outputRef: RefObject<HTMLDivElement | null>
}

const WHOLE = 'The window is the whole image, so one number is left of each channel, however large the image is.'

const FIRST: Place = { row: 0, column: 0 }

/** A window on its way over an image: where it is, what it makes there, and why the output is as large as it is. */
export function Walk({ walk, mixed, card, isOwn, outputRef }: WalkProps) {
  const { window, rows, columns } = walk
  const [kernelName, setKernelName] = useState<ExampleKernel>(window.kind === 'transposed' ? 'smooth' : 'edges')
  const [wanted, setPlace] = useState(FIRST)
  const [isFocused, setFocused] = useState(false)
  const image = useMemo(() => drawExample([rows.input, columns.input]), [rows.input, columns.input])
  const kernel = useMemo(() => drawKernel(kernelName, window.kernel), [kernelName, window.kernel])
  const row = Math.min(wanted.row, rows.output - 1)
  const column = Math.min(wanted.column, columns.output - 1)
  const place = useMemo(() => ({ row, column }), [row, column])
  const step = readStep(walk, place, image, kernel)
  const sentence = describeStep(walk, place, step)
  const next = useMemo(() => nextPlace(walk, place), [walk, place])
  const previous = previousPlace(walk, place)
  const play = usePlay(useMemo(() => next && (() => setPlace(next)), [next]))
  const { stop } = play
  const go = useCallback(
    (to: Place | undefined): void => {
      stop()
      if (to) setPlace(to)
    },
    [stop],
  )
  const togglePlay = (): void => {
    if (play.isPlaying) return play.stop()
    if (play.standsStill) return
    // From the end it begins anew.
    if (!next) setPlace(FIRST)
    play.start()
  }

  return (
    <>
      <div className={styles.stage}>
        <InputPicture walk={walk} place={place} step={step} image={image} onPlace={go} />
        <StepSum walk={walk} step={step}>
          {!isPool(walk) && (
            <div className={styles.kernel}>
              <span aria-hidden>Kernel</span>
              <SegmentedControl
                label="Kernel"
                value={kernelName}
                options={[
                  { value: 'edges', label: 'Edges' },
                  { value: 'smooth', label: 'Smooth' },
                ]}
                onChange={setKernelName}
              />
            </div>
          )}
        </StepSum>
        <OutputPicture
          walk={walk}
          place={place}
          step={step}
          image={image}
          kernel={kernel}
          description={sentence}
          outputRef={outputRef}
          onPlace={go}
          onPlay={togglePlay}
          onFocus={setFocused}
        />
      </div>
      <div className={styles.step}>
        {/* In the grid the pixel itself is read; while the walk plays, a sentence a second would be too much. */}
        <div className={styles.said}>
          <p
            className={styles.sentence}
            role="status"
            aria-label="Step"
            aria-live={isFocused || play.isPlaying ? 'off' : 'polite'}
          >
            {sentence}
          </p>
          <p className={styles.keys} aria-hidden>
            Arrow keys move the output pixel, Space plays and pauses
          </p>
        </div>
        <StepControls
          play={play}
          hasNext={next !== undefined}
          hasPrevious={previous !== undefined}
          onPlay={togglePlay}
          onNext={() => go(next)}
          onPrevious={() => go(previous)}
        />
      </div>
      {isWholeImage(walk) ? (
        <p className={styles.about}>{WHOLE}</p>
      ) : (
        <SizeFormulas walk={walk} card={card} isOwn={isOwn} />
      )}
      <p className={styles.about}>{describePicture(window.kind, mixed)}</p>
    </>
  )
}
