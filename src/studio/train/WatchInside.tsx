import { useActions, useSession } from '../../store/hooks'
import { CheckField } from '../../ui/CheckField'
import { Message } from '../../ui/Message'

const HELP =
  'Takes histograms of weights, gradients and activations before the first step and at the end of each epoch, by 64 train images: see Training inside in Look closer. The weights stay the same, bit for bit. It may be switched on and off while a run goes on. Off, it costs nothing.'

/** Whether the inside of the model is looked at while it trains. */
export function WatchInside() {
  const watches = useSession(({ runs }) => runs.watchesInside)
  const trouble = useSession(({ run }) => run.watchTrouble)
  const { watchInside } = useActions()
  return (
    <>
      <CheckField label="Watch the inside" help={HELP} value={watches} onChange={watchInside} />
      {trouble !== undefined && <Message kind="caution">The inside is not watched any more: {trouble}</Message>}
    </>
  )
}
