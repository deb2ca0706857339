import { useCallback, useMemo, useState } from 'react'
import type { Occlusion as Answer } from '../../../../engine/protocol/inside'
import { patchGrid } from '../../../../model/inside/occlusion'
import { useActions } from '../../../../store/hooks'
import { formatAmount, formatPercent } from '../../../../ui/format'
import { Message } from '../../../../ui/Message'
import { NumberField } from '../../../../ui/NumberField'
import { useAnswer } from '../../../../ui/useAnswer'
import { ClassChoice } from './ClassChoice'
import { HeatPicture } from './HeatPicture'
import styles from './inside.module.css'
import { InsideFigure } from './InsideFigure'
import { InsideLookContext, useInsideLook } from './insideLook'
import { firstPatch, LEAST_FALL, shareFalls, spreadFalls } from './occlusionMap'
import { paintHeat } from './shades'
import { ShadeScale } from './ShadeScale'
import { describeOcclusion } from './words'

export interface OcclusionProps {
  readonly classIndex: number
  onClass(classIndex: number): void
}

/** A number that is being typed is not asked for. */
const REST_MILLISECONDS = 300
const OPACITY = 0.8

/** How far the probability of a class falls when a part of the image is covered. */
export function Occlusion({ classIndex, onClass }: OcclusionProps) {
  const look = useInsideLook()
  const { occlude } = useActions()
  const { size, image } = look
  const side = Math.min(size.width, size.height)
  const [patch, setPatch] = useState(() => firstPatch(side))
  const [stride, setStride] = useState(() => Math.max(1, Math.ceil(firstPatch(side) / 2)))
  const isSound =
    Number.isInteger(patch) && patch >= 1 && patch <= side && Number.isInteger(stride) && stride >= 1 && stride <= side
  const grid = isSound ? patchGrid(size, patch, stride) : { rows: 0, columns: 0 }
  const about = useMemo(() => ({ look, classIndex }), [look, classIndex])
  const ask = useCallback(
    (signal: AbortSignal) => occlude(image.looked, { classIndex, patch, stride }, signal),
    [occlude, image.looked, classIndex, patch, stride],
  )
  const { value, trouble, about: of } = useAnswer(isSound ? ask : undefined, about, REST_MILLISECONDS)
  return (
    <div className={styles.stack}>
      <div className={styles.line}>
        <ClassChoice classIndex={classIndex} onClass={onClass} />
        <div className={styles.numbers}>
          <NumberField
            label="Patch"
            help="The side of the patch, in pixels."
            integer
            min={1}
            max={side}
            value={patch}
            onChange={setPatch}
          />
          <NumberField
            label="Stride"
            help="How far the patch moves from one place to the next, in pixels."
            integer
            min={1}
            max={side}
            value={stride}
            onChange={setStride}
          />
        </div>
      </div>
      <p className={styles.remark} role="status">
        {isSound
          ? `A patch of ${patch} × ${patch} pixels, of the image’s mean colour, covers one part after the other: the model looks ${formatAmount(grid.rows * grid.columns, 'time')}.`
          : `Patch and stride are whole numbers from 1 to ${side}.`}
      </p>
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      {value && of ? (
        <InsideLookContext value={of.look}>
          <Falls occlusion={value} className={of.look.classes[of.classIndex] ?? ''} />
        </InsideLookContext>
      ) : (
        isSound && trouble === undefined && <p className={styles.remark}>The model looks …</p>
      )}
    </div>
  )
}

interface FallsProps {
  readonly occlusion: Answer
  readonly className: string
}

function Falls({ occlusion, className }: FallsProps) {
  const { size } = useInsideLook()
  const { rows, columns, whole, probabilities } = occlusion
  const heat = useMemo(() => spreadFalls(occlusion, size), [occlusion, size])
  const { shares, most } = useMemo(() => shareFalls(heat), [heat])
  const rises = heat.some((value) => value < -LEAST_FALL)
  const words = describeOcclusion(occlusion, className, size)
  const table = Array.from({ length: rows }, (_, row) =>
    Array.from(probabilities.subarray(row * columns, (row + 1) * columns)),
  )
  return (
    <InsideFigure
      title={`Occlusion, ${className}`}
      help="Zeiler and Fergus, Visualizing and understanding convolutional networks, ECCV 2014. The table has the probability with the patch at each place."
      columns={['Place', ...Array.from({ length: columns }, (_, column) => String(column))]}
      rows={table.map((row, at) => [at, ...row])}
      written={table.map((row, at) => [String(at), ...row.map((share) => formatPercent(share, 1))])}
      chart={
        <div className={styles.told}>
          <HeatPicture label={words} rows={size.height} columns={size.width} heat={shares} opacity={OPACITY} />
          <div className={styles.stack}>
            <p className={styles.said}>{words}</p>
            {most > 0 && (
              <ShadeScale
                from={rises ? -1 : 0}
                to={1}
                texts={[rises ? `rises by ${formatPercent(most, 1)}` : '0', `falls by ${formatPercent(most, 1)}`]}
                paint={paintHeat}
              />
            )}
            <p className={styles.remark}>
              Of {formatPercent(whole, 1)} with nothing covered. Of a pixel it is told how far the probability falls on
              average over the patches that cover it.
            </p>
          </div>
        </div>
      }
    />
  )
}
