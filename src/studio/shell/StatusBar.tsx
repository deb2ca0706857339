import { isTraining } from '../../store/session/runPart'
import type { DeviceReport, TrainerChoice } from '../../engine/protocol/device'
import { Fragment } from 'react'
import { useActions, useSession } from '../../store/hooks'
import { classes } from '../../ui/classes'
import { formatBytes } from '../../ui/format'
import { Message } from '../../ui/Message'
import styles from './StatusBar.module.css'

const BACKENDS = { webgpu: 'WebGPU', processor: 'Processor', webgl: 'WebGL', cpu: 'JavaScript' }
const TRAINERS = { compiled: 'compiled', processor: 'compiled', tfjs: 'TensorFlow.js' }
const NO_DEVICE = 'No device: one is looked for again when a model is trained'

/** Tells the truth about what computes, and about memory. */
export function StatusBar() {
  const device = useSession((session) => session.device.report)
  const trainer = useSession((session) => session.device.trainer)
  const trouble = useSession((session) => session.device.trouble)
  const isWithout = useSession(({ device, run, model }) => device.lost && !isTraining(run.state) && !model.testing)
  const gpuBytes = useSession((session) => session.device.gpuBytes)
  const { dismiss } = useActions()

  return (
    <footer className={styles.bar}>
      {trouble !== undefined && (
        <Message kind="danger" onDismiss={() => dismiss('device')}>
          {trouble}
        </Message>
      )}
      <div className={styles.facts}>
        <p role="status" aria-label="Backend" className={styles.backend}>
          {device ? (
            <Backend device={device} trainer={trainer ?? device} />
          ) : isWithout ? (
            NO_DEVICE
          ) : (
            'Looking for a device …'
          )}
        </p>
        {gpuBytes > 0 && (
          <p className={styles.fact}>
            {formatBytes(gpuBytes)} of {device?.backend === 'cpu' ? 'memory' : 'GPU memory'}
          </p>
        )}
        <p className={styles.fact}>Nothing you open leaves this machine</p>
      </div>
    </footer>
  )
}

function Backend({ device, trainer }: { readonly device: DeviceReport; readonly trainer: TrainerChoice }) {
  const { backend, adapter, software, reason } = device
  const drivenBy = `${TRAINERS[trainer.trainer]} trainer`
  const why = trainer.reason === reason ? undefined : trainer.reason
  const emulated = software && backend !== 'cpu' && 'on the processor, no GPU: slow'
  const facts = [adapter, emulated, drivenBy, reason, why]
  return (
    <>
      <span className={classes(styles.light, (backend !== 'webgpu' || software) && styles.slow)} />
      <strong>{BACKENDS[backend]}</strong>
      {facts.map(
        (fact, i) =>
          fact && (
            <Fragment key={i}>
              {' '}
              <span>{fact}</span>
            </Fragment>
          ),
      )}
    </>
  )
}
