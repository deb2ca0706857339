import { useCallback, useId, useMemo, useState } from 'react'
import type { HeatMap } from '../../../../engine/protocol/inside'
import type { HeatMapMethod } from '../../../../model/inside/heatMap'
import { formatShape } from '../../../../model/layers/define'
import { useActions } from '../../../../store/hooks'
import { Button } from '../../../../ui/Button'
import { Message } from '../../../../ui/Message'
import { SegmentedControl } from '../../../../ui/SegmentedControl'
import { useAnswer } from '../../../../ui/useAnswer'
import { ClassChoice } from './ClassChoice'
import { HeatPicture } from './HeatPicture'
import styles from './inside.module.css'
import { InsideFigure } from './InsideFigure'
import { IMAGE, InsideLookContext, layerShown, useInsideLook } from './insideLook'
import { paintHeat } from './shades'
import { ShadeScale } from './ShadeScale'
import { formatValue, namePart } from './words'

export interface WhereItLooksProps {
  readonly layer: number
  readonly classIndex: number
  onClass(classIndex: number): void
  onLayer(layer: number): void
}

const METHODS: Readonly<Record<HeatMapMethod, { readonly name: string; readonly help: string }>> = {
  gradCam: {
    name: 'Grad-CAM',
    help: 'Each channel of the layer counts by how much the score of the class would grow with it, on the whole; what speaks for the class is left. It tells most in the last layer with places. Selvaraju et al., Grad-CAM, ICCV 2017.',
  },
  layerCam: {
    name: 'LayerCAM',
    help: 'Each value of the layer counts by its own gradient, where that is above 0. It tells places apart in the first layers, too. Jiang et al., LayerCAM, IEEE Transactions on Image Processing 30, 2021.',
  },
}

/** Where in the image what a layer sees speaks for a class. */
export function WhereItLooks({ layer, classIndex, onClass, onLayer }: WhereItLooksProps) {
  const look = useInsideLook()
  const id = useId()
  const { heatMap } = useActions()
  const [method, setMethod] = useState<HeatMapMethod>('gradCam')
  const [percent, setPercent] = useState(80)
  const { looked } = look.image
  const { hasHeatMap = false } = look.found.layers.find((each) => each.layer === layer) ?? {}
  const about = useMemo(() => ({ look, layer, classIndex, method }), [look, layer, classIndex, method])
  const ask = useCallback(
    (signal: AbortSignal) => heatMap(looked, { layer, classIndex, method }, signal),
    [heatMap, looked, layer, classIndex, method],
  )
  const { value: map, trouble, about: of } = useAnswer(hasHeatMap ? ask : undefined, about)
  const last = look.found.layers.findLast((each) => each.hasHeatMap)
  return (
    <div className={styles.stack}>
      <div className={styles.line}>
        <ClassChoice classIndex={classIndex} onClass={onClass} />
        <SegmentedControl
          label="Method"
          value={method}
          options={[
            { value: 'gradCam', label: METHODS.gradCam.name },
            { value: 'layerCam', label: METHODS.layerCam.name },
          ]}
          onChange={setMethod}
        />
        <label className={styles.slider} htmlFor={id}>
          Opacity
          <input
            id={id}
            type="range"
            min={0}
            max={100}
            value={percent}
            aria-valuetext={`${percent} %`}
            onChange={({ target }) => setPercent(Number(target.value))}
          />
        </label>
      </div>
      {!hasHeatMap && (
        <p className={styles.remark}>
          {layer === IMAGE
            ? 'The image itself has no heat map.'
            : `${layerShown(look, layer).name} has none: its output has no places, or no scores come behind it.`}{' '}
          {last && (
            <Button size="small" onClick={() => onLayer(last.layer)}>
              Look in {last.name}
            </Button>
          )}
        </p>
      )}
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      {hasHeatMap && map && of && (
        <InsideLookContext value={of.look}>
          <Heat map={map} of={of} opacity={percent / 100} />
        </InsideLookContext>
      )}
      {hasHeatMap && !map && trouble === undefined && <p className={styles.remark}>The gradients are worked out …</p>}
    </div>
  )
}

interface HeatProps {
  readonly map: HeatMap
  readonly of: {
    readonly layer: number
    readonly classIndex: number
    readonly method: HeatMapMethod
  }
  readonly opacity: number
}

function Heat({ map, of, opacity }: HeatProps) {
  const { height, width, values, most } = map
  const look = useInsideLook()
  const { name } = layerShown(look, of.layer)
  const className = look.classes[of.classIndex] ?? ''
  const strongest = values.indexOf(values.reduce((largest, value) => Math.max(largest, value), 0))
  const isEmpty = !(most > 0)
  const words = isEmpty
    ? `All 0: nothing in ${name} speaks for ${className}.`
    : `What speaks for ${className} in ${name} is strongest at the ${namePart(((strongest % width) + 0.5) / width, (Math.floor(strongest / width) + 0.5) / height)}.`
  const rows = Array.from({ length: height }, (_, row) => Array.from(values.subarray(row * width, (row + 1) * width)))
  return (
    <InsideFigure
      title={`${METHODS[of.method].name} of ${className} in ${name}`}
      columns={['Row', ...Array.from({ length: width }, (_, column) => String(column))]}
      rows={rows.map((row, at) => [at, ...row])}
      written={rows.map((row, at) => [String(at), ...row.map((value) => value.toFixed(2))])}
      chart={
        <div className={styles.told}>
          <HeatPicture label={words} rows={height} columns={width} heat={values} opacity={opacity} />
          <div className={styles.stack}>
            <p className={styles.said}>{words}</p>
            <ShadeScale from={0} to={1} texts={['0', `1, which is ${formatValue(most)}`]} paint={paintHeat} />
            <p className={styles.remark}>{formatShape([height, width])} values, drawn smoothly over the image.</p>
            <p className={styles.remark}>{METHODS[of.method].help}</p>
          </div>
        </div>
      }
    />
  )
}
