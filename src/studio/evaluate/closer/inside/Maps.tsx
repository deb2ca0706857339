import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { Values } from '../../../../engine/protocol/inside'
import { useActions } from '../../../../store/hooks'
import { classes } from '../../../../ui/classes'
import { Message } from '../../../../ui/Message'
import { useAnswer } from '../../../../ui/useAnswer'
import { Arithmetic } from './Arithmetic'
import {
  channelOf,
  factsOfAll,
  factsOfChannels,
  largestOf,
  layOut,
  placeIn,
  placeOf,
  strongestPlace,
  valueAt,
} from './channels'
import styles from './inside.module.css'
import {
  IMAGE,
  InsideLookContext,
  layerShown,
  useInsideLook,
  type InsideLook,
  type ShownLayer,
  type ValuePlace,
} from './insideLook'
import { MapsFigure, type MapScale } from './MapsFigure'
import { RowFigure } from './RowFigure'
import { isBright, paintPixels, paintValues, shadeOf, shareOf } from './shades'
import { ValueGrid } from './ValueGrid'
import { describeChannel, describePlace, formatValue } from './words'

export interface MapsProps {
  readonly layer: number
  /** The value that was chosen last. */
  readonly chosen: ValuePlace | undefined
  /** How often a person went from a value to another that it is made of: the keyboard follows. */
  readonly jumps: number
  onChoose(place: ValuePlace): void
  onJump(place: ValuePlace): void
}

/** The output of a layer, and what one of its values is made of. */
export function Maps({ layer, chosen, jumps, onChoose, onJump }: MapsProps) {
  const look = useInsideLook()
  const { readOutput } = useActions()
  const [followed, setFollowed] = useState(jumps)
  const { looked } = look.image
  const about = useMemo(() => ({ look, layer }), [look, layer])
  const ask = useCallback(
    async (signal: AbortSignal) => (layer === IMAGE ? pixelsOf(look) : readOutput(looked, layer, signal)),
    [readOutput, looked, layer, look],
  )
  const { value: output, trouble, about: of } = useAnswer(ask, about)
  if (trouble !== undefined) return <Message kind="danger">{trouble}</Message>
  // What was there stays until the next is here, with the image that it is of.
  if (!output || !of) return <p className={styles.remark}>The model looks at the image …</p>
  const shown = layerShown(of.look, of.layer)
  return (
    <InsideLookContext value={of.look}>
      <Output
        key={of.layer}
        shown={shown}
        output={output}
        chosen={chosen?.layer === of.layer ? chosen.at : undefined}
        isCurrent={of.layer === layer}
        hasFollowed={followed === jumps}
        onFollowed={() => setFollowed(jumps)}
        onChoose={onChoose}
        onJump={onJump}
      />
    </InsideLookContext>
  )
}

interface OutputProps extends Pick<MapsProps, 'onChoose' | 'onJump'> {
  readonly shown: ShownLayer
  readonly output: Values
  /** Whether it is what was asked for last, and not what stands until that is here. */
  readonly isCurrent: boolean
  /** Whether the keyboard is where a person went last. */
  readonly hasFollowed: boolean
  onFollowed(): void
  readonly chosen: readonly number[] | undefined
}

function Output({ shown, output, isCurrent, chosen, hasFollowed, onFollowed, onChoose, onJump }: OutputProps) {
  const { shape } = output
  const { found, size } = useInsideLook()
  const [scale, setScale] = useState<MapScale>('shared')
  const target = useRef<HTMLDivElement>(null)
  const facts = useMemo(() => factsOfChannels(output), [output])
  const at = useMemo(() => chosen ?? strongestPlace(output), [chosen, output])
  const place = placeIn(shape, at)
  const { kind, rows, columns, channels } = layOut(shape)
  const own = facts[place.channel]!
  const isImage = shown.layer === IMAGE
  const most = largestOf(scale === 'shared' && !isImage ? factsOfAll(facts) : own)
  const values = useMemo(() => channelOf(output, place.channel), [output, place.channel])
  const rgba = useMemo(
    () => (isImage ? paintPixels(found.pixels, size.channels) : paintValues(values, most)),
    [isImage, found.pixels, size.channels, values, most],
  )
  const follow = useEffectEvent(() => {
    onFollowed()
    const element = target.current
    const focusable = element?.matches('[tabindex]')
      ? element
      : element?.querySelector<HTMLElement>('[aria-pressed=true]')
    focusable?.focus()
  })
  useEffect(() => {
    if (isCurrent && !hasFollowed) follow()
  }, [isCurrent, hasFollowed])

  const read = (row: number, column: number): string => {
    const there = placeOf(shape, { row, column, channel: place.channel })
    const value = isImage
      ? Array.from({ length: channels }, (_, channel) =>
          String(valueAt(output, placeOf(shape, { row, column, channel }))),
        ).join(', ')
      : formatValue(valueAt(output, there))
    const where = describePlace(isImage ? shape.slice(0, 2) : shape, { row, column, channel: place.channel })
    return `${where[0]!.toUpperCase()}${where.slice(1)}: ${value}`
  }
  const choose = (where: readonly number[]): void => onChoose({ layer: shown.layer, at: where })

  return (
    <div className={styles.output}>
      {kind === 'row' ? (
        <div className={styles.wide}>
          <RowFigure
            shown={shown}
            output={output}
            facts={own}
            index={place.column}
            chosenRef={target}
            onIndex={(index) => choose([index])}
          />
        </div>
      ) : (
        <>
          {!isImage && (
            <MapsFigure
              shown={shown}
              output={output}
              facts={facts}
              channel={place.channel}
              scale={scale}
              onScale={setScale}
              onChannel={(channel) => choose(placeOf(shape, { ...place, channel }))}
            />
          )}
          <section className={classes(styles.large, isImage && styles.wide)} aria-label="One map, large">
            <h3 className={styles.title}>{isImage ? 'The image as the model gets it' : `Channel ${place.channel}`}</h3>
            <ValueGrid
              label={`${isImage ? `Image: ${rows} × ${columns} pixels` : describeChannel(shown.name, shape, place.channel, own)}. The arrow keys choose a value`}
              rows={rows}
              columns={columns}
              rgba={rgba}
              place={place}
              gridRef={target}
              read={({ row, column }) => read(row, column)}
              {...(!isImage && {
                write: ({ row, column }) => {
                  const value = values[row * columns + column]!
                  return { text: formatValue(value), isBright: isBright(shadeOf(shareOf(value, most))) }
                },
              })}
              onPlace={({ row, column }) => choose(placeOf(shape, { row, column, channel: place.channel }))}
            />
            {!isImage && <p className={styles.remark}>{describeChannel(shown.name, shape, place.channel, own)}</p>}
          </section>
        </>
      )}
      {isImage ? (
        <p className={classes(styles.remark, styles.wide)}>
          These are the bytes of the image. The first layer reads them as the recipe’s normalisation makes them.
        </p>
      ) : (
        <div className={styles.wide}>
          <Arithmetic layer={shown.layer} at={at} onJump={onJump} />
        </div>
      )}
    </div>
  )
}

function pixelsOf({ found, size }: InsideLook): Values {
  return { shape: [size.height, size.width, size.channels], values: Float32Array.from(found.pixels) }
}
