import { useState } from 'react'
import { SegmentedControl } from '../../../../ui/SegmentedControl'
import { Filters } from './Filters'
import styles from './inside.module.css'
import { predictedOf, type InsideLook, type ValuePlace } from './insideLook'
import { LayerStrip } from './LayerStrip'
import { Maps } from './Maps'
import { Occlusion } from './Occlusion'
import { Verdict } from './Verdict'
import { WhereItLooks } from './WhereItLooks'

type View = 'maps' | 'filters' | 'heat' | 'occlusion'

/** The verdict on an image, and the way to it: layer by layer, value by value, and where it hangs on. */
export function InsideLayers({ look }: { readonly look: InsideLook }) {
  const { found } = look
  const [view, setView] = useState<View>('maps')
  // A heat map says most in the last layer with places, and is looked for there at first.
  const [layers, setLayers] = useState(() => ({
    own: found.layers[0]?.layer ?? -1,
    heat: found.layers.findLast(({ hasHeatMap }) => hasHeatMap)?.layer,
  }))
  const [chosenClass, setClass] = useState<number>()
  const [chosen, setChosen] = useState<ValuePlace>()
  const [jumps, setJumps] = useState(0)
  const classIndex = chosenClass ?? predictedOf(found)
  const layer = view === 'heat' ? (layers.heat ?? layers.own) : layers.own
  const setLayer = (next: number): void =>
    setLayers((before) => (view === 'heat' ? { ...before, heat: next } : { ...before, own: next }))
  return (
    <>
      <Verdict
        onClass={(next) => {
          setClass(next)
          setView('heat')
        }}
      />
      <section className={styles.main} aria-label="Layers">
        {view !== 'occlusion' && <LayerStrip layer={layer} onLayer={setLayer} />}
        <div className={styles.views}>
          <SegmentedControl
            label="What to see"
            value={view}
            options={[
              { value: 'maps', label: 'Feature maps' },
              { value: 'filters', label: 'Filters' },
              { value: 'heat', label: 'Where it looks' },
              { value: 'occlusion', label: 'Occlusion' },
            ]}
            onChange={setView}
          />
        </div>
        {view === 'maps' && (
          <Maps
            layer={layer}
            chosen={chosen}
            jumps={jumps}
            onChoose={setChosen}
            onJump={(place) => {
              setLayer(place.layer)
              setChosen(place)
              setJumps(jumps + 1)
            }}
          />
        )}
        {view === 'filters' && <Filters layer={layer} />}
        {view === 'heat' && (
          <WhereItLooks layer={layer} classIndex={classIndex} onClass={setClass} onLayer={setLayer} />
        )}
        {view === 'occlusion' && <Occlusion classIndex={classIndex} onClass={setClass} />}
      </section>
    </>
  )
}
