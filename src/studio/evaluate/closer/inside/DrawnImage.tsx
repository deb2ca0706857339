import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import { averageArea, centreDigit, guessGround, type GroundGuess, type Ink } from '../../../../model/inside/drawnImage'
import { useActions, useSession } from '../../../../store/hooks'
import { CheckField } from '../../../../ui/CheckField'
import { DrawingPad, drawStrokes, type Stroke } from '../../../../ui/DrawingPad'
import { SegmentedControl } from '../../../../ui/SegmentedControl'
import { useAnswer } from '../../../../ui/useAnswer'
import styles from './ImageChoice.module.css'
import type { ChosenImage } from './insideLook'

export interface ImageSize {
  readonly width: number
  readonly height: number
  readonly channels: number
}

export interface DrawnImageProps {
  readonly size: ImageSize
  /** What was drawn, which stays while other images are looked at. */
  readonly strokes: readonly Stroke[]
  onStrokes(strokes: readonly Stroke[]): void
  onImage(image: ChosenImage): void
}

/** The longer side of the pad in pixels, and the images whose edges are looked at. */
const PAD_SIDE = 420
const LOOKED_AT = 64
/** Larger images are no digits in a box. */
const LARGEST_DIGIT = 40

const GROUNDS = { dark: '#000000', light: '#ffffff' } as const

/** An image that a person draws. */
export function DrawnImage({ size, strokes, onStrokes, onImage }: DrawnImageProps) {
  const id = useId()
  const { thumbnails } = useActions()
  const dataset = useSession((session) => session.data.dataset)
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const { rgba, items, ...side } = await thumbnails({ sort: 'random', offset: 0, limit: LOOKED_AT }, signal)
      return guessGround(rgba, side, items.length)
    },
    [thumbnails],
  )
  const { value: guess } = useAnswer(dataset ? ask : undefined, dataset)
  const isGrey = size.channels === 1
  const canCentre = isGrey
  const [ownGround, setGround] = useState<GroundGuess['ground']>()
  const [ownCentred, setCentred] = useState<boolean>()
  const ground = ownGround ?? guess?.ground ?? 'dark'
  const isCentred =
    canCentre && (ownCentred ?? (guess?.hasMargin === true && Math.max(size.width, size.height) <= LARGEST_DIGIT))
  const ink = ground === 'dark' ? GROUNDS.light : GROUNDS.dark
  const [ownColour, setColour] = useState<string>()
  const colour = isGrey ? ink : (ownColour ?? ink)
  const shown = useMemo(
    () => (isGrey ? strokes.map((stroke) => ({ ...stroke, colour: ink })) : strokes),
    [isGrey, strokes, ink],
  )
  const pad = useMemo(() => {
    const scale = PAD_SIDE / Math.max(size.width, size.height)
    return { width: Math.round(size.width * scale), height: Math.round(size.height * scale) }
  }, [size.width, size.height])

  const hasDrawn = useRef(false)
  useEffect(() => {
    if (shown.length > 0) hasDrawn.current = true
    // What was drawn and taken back is no longer looked at; before that, the last image stands.
    if (!hasDrawn.current) return
    const pixels = bringToSize(shown, { pad, size, ground, isCentred })
    onImage({ looked: { kind: 'pixels', pixels }, words: shown.length > 0 ? 'A drawing' : 'An empty drawing' })
  }, [shown, pad, size, ground, isCentred, onImage])

  return (
    <div className={styles.choice}>
      <DrawingPad
        label="Draw an image with the pointer or a finger"
        ground={GROUNDS[ground]}
        colour={colour}
        {...pad}
        strokes={shown}
        onStrokes={onStrokes}
      />
      <div className={styles.options}>
        <SegmentedControl
          label="Ground"
          value={ground}
          options={[
            { value: 'dark', label: 'Light on dark' },
            { value: 'light', label: 'Dark on light' },
          ]}
          onChange={setGround}
        />
        {!isGrey && (
          <label className={styles.colour} htmlFor={id}>
            Colour
            <input id={id} type="color" value={colour} onChange={({ target }) => setColour(target.value)} />
          </label>
        )}
        {canCentre && (
          <CheckField
            label="Centre it as MNIST’s digits"
            help="What is drawn is scaled until its longer side takes 20 of 28 pixels, and moved until its centre of mass lies in the middle."
            value={isCentred}
            onChange={setCentred}
          />
        )}
      </div>
      <p className={styles.remark}>
        {describeBringing(size, isCentred)} {ownGround === undefined && guess && describeGuess(guess, canCentre)}{' '}
        Without a pointer, choose an image of the data or a file.
      </p>
    </div>
  )
}

function describeBringing({ width, height }: ImageSize, isCentred: boolean): string {
  return `Each of the ${width} × ${height} pixels is the mean of what is drawn under it${isCentred ? ', once it is centred and scaled' : ''}.`
}

function describeGuess({ ground, hasMargin }: GroundGuess, canCentre: boolean): string {
  const margin = canCentre && hasMargin ? ' and empty' : ''
  return `The edges of the data’s images are ${ground}${margin}, and so is the ground here.`
}

interface Bringing {
  readonly pad: { readonly width: number; readonly height: number }
  readonly size: ImageSize
  readonly ground: GroundGuess['ground']
  readonly isCentred: boolean
}

/** The drawing as an image of the model. */
function bringToSize(strokes: readonly Stroke[], { pad, size, ground, isCentred }: Bringing): Uint8Array<ArrayBuffer> {
  const { channels } = size
  const context = new OffscreenCanvas(pad.width, pad.height).getContext('2d', { willReadFrequently: true })!
  context.fillStyle = GROUNDS[ground]
  context.fillRect(0, 0, pad.width, pad.height)
  drawStrokes(context, strokes)
  const { data } = context.getImageData(0, 0, pad.width, pad.height)
  const bare = ground === 'dark' ? 0 : 255
  const pixels = new Uint8Array(size.width * size.height * channels)
  for (let channel = 0; channel < channels; channel++) {
    const values = Float32Array.from(
      { length: pad.width * pad.height },
      (_, at) => (data[at * 4 + channel]! - bare) / 255,
    )
    const drawn: Ink = { ...pad, values: ground === 'dark' ? values : values.map((value) => -value) }
    const area = (isCentred && centreDigit(drawn, size)) || { left: 0, top: 0, ...pad }
    for (const [at, ink] of averageArea(drawn, area, size).entries()) {
      pixels[at * channels + channel] = Math.round(Math.abs(bare - 255 * Math.min(1, ink)))
    }
  }
  return pixels
}
