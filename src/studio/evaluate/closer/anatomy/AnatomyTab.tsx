import { useEffect, useRef, useState } from 'react'
import type { Anatomy } from '../../../../model/anatomy/anatomy'
import { findGradientTrouble } from '../../../../model/anatomy/judge'
import { describeKeptAnatomies } from '../../../../runs/anatomies'
import { useActions, useRunAnatomies, useSession } from '../../../../store/hooks'
import { isTraining } from '../../../../store/session/runPart'
import { Button } from '../../../../ui/Button'
import { CheckField } from '../../../../ui/CheckField'
import { formatCount } from '../../../../ui/format'
import { InlineSelect } from '../../../../ui/InlineSelect'
import { Message } from '../../../../ui/Message'
import { PlaySlider } from '../../../../ui/PlaySlider'
import { SegmentedControl } from '../../../../ui/SegmentedControl'
import styles from './AnatomyTab.module.css'
import { KINDS, momentsOf, spreadsOf, type Kind, type Moment } from '../../../../figures/anatomy/moments'
import { RatioFigure } from './RatioFigure'
import { SilenceFigure } from './SilenceFigure'
import { SpreadFigure } from './SpreadFigure'

const WATCH_HELP =
  'Takes histograms of weights, gradients and activations before the first step and at the end of each epoch, by 64 train images. The weights stay the same, bit for bit. It may be switched on and off while a run goes on. Off, it costs nothing.'

/** The inside of the model as training changes it. */
export function AnatomyTab() {
  const anatomies = useRunAnatomies()
  const watches = useSession(({ runs }) => runs.watchesInside)
  const trouble = useSession(({ run }) => run.watchTrouble)
  const training = useSession(({ run }) => isTraining(run.state))
  const { watchInside } = useActions()
  const look = useLook()
  const moments = momentsOf(anatomies, look.anatomy)
  return (
    <div className={styles.tab}>
      <div className={styles.head}>
        <CheckField label="Watch the inside" help={WATCH_HELP} value={watches} onChange={watchInside} />
        <Button
          size="small"
          unavailable={training || look.isLooking || !look.hasModel}
          title={training ? 'While a run goes on, it is looked at between its epochs.' : undefined}
          onClick={look.begin}
        >
          {look.isLooking ? 'Looking …' : 'Study now'}
        </Button>
        <p className={styles.remark}>{sayState(moments.length, watches, training)}</p>
      </div>
      {trouble !== undefined && <Message kind="danger">The inside is not watched any more: {trouble}</Message>}
      {look.trouble !== undefined && <Message kind="danger">{look.trouble}</Message>}
      {moments.length > 0 && <Moments moments={moments} />}
      {anatomies && describeKeptAnatomies(anatomies) !== undefined && (
        <p className={styles.remark}>{describeKeptAnatomies(anatomies)}</p>
      )}
    </div>
  )
}

function sayState(moments: number, watches: boolean, training: boolean): string {
  if (moments > 0) return ''
  if (training) {
    return watches
      ? 'The first look comes at the end of this epoch.'
      : 'This run is not watched: switch it on, and it is from the next epoch on.'
  }
  return watches
    ? 'Each run that begins is watched. Study now looks at the model as it is.'
    : 'No run was watched. Switch it on before a run, or look at the model as it is with Study now.'
}

/** A look at the model as it is. One of another model is put away. */
function useLook() {
  const { examineModel } = useActions()
  const model = useSession(({ model }) => model.current?.id)
  const [state, setState] = useState<{
    readonly model: number
    readonly anatomy?: Anatomy | undefined
    readonly trouble?: string
    readonly isLooking?: true
  }>()
  const ofThis = state?.model === model ? state : undefined
  const asked = useRef<AbortController>(undefined)
  // Nobody waits for it any more when the tab is left, or the model is another.
  useEffect(
    () => () => {
      asked.current?.abort()
      setState(undefined)
    },
    [model],
  )
  const begin = async (): Promise<void> => {
    if (model === undefined) return
    const { signal } = (asked.current = new AbortController())
    setState({ model, isLooking: true })
    try {
      const anatomy = await examineModel(signal)
      if (!signal.aborted) setState({ model, anatomy })
    } catch (error) {
      if (!signal.aborted) setState({ model, trouble: error instanceof Error ? error.message : String(error) })
    }
  }
  return {
    anatomy: ofThis?.anatomy,
    trouble: ofThis?.trouble,
    isLooking: ofThis?.isLooking === true,
    hasModel: model !== undefined,
    begin: () => void begin(),
  }
}

function Moments({ moments }: { readonly moments: readonly Moment[] }) {
  const [kind, setKind] = useState<Kind>('weights')
  const [wanted, setWanted] = useState<Readonly<Partial<Record<Kind, string>>>>({})
  /** Absent while the newest is followed. */
  const [chosen, setChosen] = useState<string>()
  const found = moments.findIndex(({ name }) => name === chosen)
  const at = found < 0 ? moments.length - 1 : found
  const moment = moments[at]!
  const names = [...spreadsOf(moment.anatomy, kind).keys()]
  const name = names.find((each) => each === wanted[kind]) ?? names[0]
  const trouble = findGradientTrouble(moment.anatomy)
  return (
    <>
      <div className={styles.controls}>
        <SegmentedControl label="What to look at inside" value={kind} options={KINDS} onChange={setKind} />
        {name !== undefined && (
          <InlineSelect
            label="of"
            name="Layer"
            value={name}
            options={names.map((value) => ({ value, label: value }))}
            onChange={(value) => setWanted({ ...wanted, [kind]: value })}
          />
        )}
        {moments.length > 1 && (
          <div className={styles.slider}>
            <PlaySlider
              label="Epoch"
              count={moments.length}
              at={at}
              text={sayMoment(moment, moments)}
              onMove={(to) => setChosen(to === moments.length - 1 ? undefined : moments[to]!.name)}
            />
          </div>
        )}
      </div>
      {trouble && <Message kind="caution">{trouble.message}</Message>}
      {name !== undefined && (
        <div className={styles.wide}>
          <SpreadFigure key={kind} moments={moments} kind={kind} name={name} at={at} />
        </div>
      )}
      <div className={styles.pair}>
        <RatioFigure moments={moments} at={at} />
        <SilenceFigure
          moments={moments}
          at={at}
          onShow={(layer) => {
            setKind('activations')
            setWanted({ ...wanted, activations: layer })
          }}
        />
      </div>
    </>
  )
}

function sayMoment({ epoch }: Moment, moments: readonly Moment[]): string {
  if (epoch === undefined) return 'The model at hand'
  if (epoch === 0) return 'Before the first step'
  const last = moments.findLast((each) => each.epoch !== undefined)?.epoch ?? epoch
  return `Epoch ${formatCount(epoch)} of ${formatCount(last)}`
}
