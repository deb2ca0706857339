import type { DeviceReport, TrainerChoice } from '../../engine/protocol/device'
import { Fragment } from 'react'
import { isWithoutDevice } from '../../store/session/deviceUse'
import { useActions, useSession } from '../../store/hooks'
import { formatAmount, formatBytes } from '../../ui/format'
import { Message } from '../../ui/Message'
import { DeviceMenu } from './DeviceMenu'
import styles from './StatusBar.module.css'
import type { View } from './useAddress'

const TRAINERS = { compiled: 'compiled', processor: 'compiled', tfjs: 'TensorFlow.js' }
const NO_DEVICE = 'One is looked for again when a model is trained'

/** Tells the truth about what computes, and about memory. */
export function StatusBar({ view }: { readonly view: View }) {
  const device = useSession((session) => session.device.report)
  const trainer = useSession((session) => session.device.trainer)
  const trouble = useSession((session) => session.device.trouble)
  const isWithout = useSession(isWithoutDevice)
  const bytes = useSession((session) => session.device.deviceBytes)
  const recordTrouble = useSession((session) => session.runs.recordTrouble)
  const { dismiss } = useActions()

  return (
    <footer className={styles.bar}>
      {trouble !== undefined && (
        <Message kind="danger" onDismiss={() => dismiss('device')}>
          {trouble}
        </Message>
      )}
      {recordTrouble !== undefined && (
        <Message kind="caution" onDismiss={() => dismiss('record')}>
          {recordTrouble}
        </Message>
      )}
      <div className={styles.facts}>
        <p role="status" aria-label="Backend" className={styles.backend}>
          <DeviceMenu />
          {device ? <Details device={device} trainer={trainer ?? device} /> : isWithout && ` ${NO_DEVICE}`}
        </p>
        {bytes > 0 && (
          <p className={styles.fact}>
            {formatBytes(bytes)} of{' '}
            {device?.backend === 'webgpu' || device?.backend === 'webgl' ? 'GPU memory' : 'memory'}
          </p>
        )}
        <p className={styles.fact}>
          <a href="#bench" aria-current={view === 'bench' ? 'page' : undefined}>
            How fast is this machine?
          </a>
        </p>
        <p className={styles.fact}>Nothing you open leaves this machine</p>
      </div>
    </footer>
  )
}

function Details({ device, trainer }: { readonly device: DeviceReport; readonly trainer: TrainerChoice }) {
  const { backend, adapter, threads, software, wanted, reason } = device
  const facts = [
    adapter,
    threads !== undefined && formatAmount(threads, 'thread'),
    software && backend !== 'cpu' && 'on the processor, no GPU: slow',
    `${TRAINERS[trainer.trainer]} trainer`,
    wanted === backend && 'as you chose',
    reason,
    trainer.reason === reason ? undefined : trainer.reason,
  ]
  return facts.map(
    (fact, i) =>
      fact && (
        <Fragment key={i}>
          {' '}
          <span className={styles.detail}>{fact}</span>
        </Fragment>
      ),
  )
}
