import type { StorageReport } from '../../engine/protocol/data'
import { Trash2, Undo } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { StoredDataset } from '../../data/datasetFacts'
import { useActions, useSession } from '../../store/hooks'
import { Button, IconButton } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { FactLine } from '../../ui/FactLine'
import { focusPanel } from '../../ui/focusPanel'
import { formatAmount, formatBytes, formatDate } from '../../ui/format'
import { Help } from '../../ui/Help'
import { Message } from '../../ui/Message'
import styles from './SavedData.module.css'

const NOTHING: StorageReport = { datasets: [] }

/** What the browser keeps: datasets, which open at a press and are deleted after a second one, runs, checkpoints, and choices of kernels. */
export function SavedData() {
  const stored = useSession((session) => session.data.stored)
  const trouble = useSession((session) => session.data.storageTrouble)
  const { dismiss, storage, forgetKernelChoices } = useActions()
  const { datasets, usedBytes, quotaBytes, kernelChoices = 0, runs, checkpoints } = stored ?? NOTHING
  // A run since may have kept choices.
  useEffect(() => void storage(), [storage])
  return (
    <div className={styles.saved}>
      {trouble && (
        <Message kind="danger" onDismiss={() => dismiss('storage')}>
          {trouble.message}
        </Message>
      )}
      {datasets.length > 0 && (
        <ul aria-label="Saved in this browser">
          {datasets.map((dataset) => (
            <Saved key={dataset.key} dataset={dataset} />
          ))}
        </ul>
      )}
      {runs && (
        <p className={styles.facts}>
          {formatAmount(runs.count, 'run')} {runs.count === 1 ? 'is' : 'are'} kept
          {runs.weightBytes > 0 && `, with ${formatBytes(runs.weightBytes)} of weights`}: see Runs.
        </p>
      )}
      {checkpoints && <Checkpoints {...checkpoints} />}
      {kernelChoices > 0 && (
        <div className={styles.item}>
          <p className={classes(styles.about, styles.facts)}>
            The fastest kernels of {formatAmount(kernelChoices, 'operation')} on this graphics device are kept.
          </p>
          <Button
            size="small"
            aria-label="Forget the fastest kernels"
            onClick={({ currentTarget }) => {
              focusPanel(currentTarget)
              void forgetKernelChoices()
            }}
          >
            Forget
          </Button>
        </div>
      )}
      {usedBytes !== undefined && quotaBytes !== undefined && (
        <p className={styles.facts}>
          {formatBytes(usedBytes)} of the {formatBytes(quotaBytes)} that the browser allows are used.
        </p>
      )}
    </div>
  )
}

const CHECKPOINTS_HELP =
  'A run can be resumed from its own after a reload. They are kept of runs that were interrupted, and of the last three that ended.'

/** What runs go on from after a reload. Those of a run that goes on can't be deleted. */
function Checkpoints({ count, bytes, runs }: NonNullable<StorageReport['checkpoints']>) {
  const { deleteCheckpoints } = useActions()
  const [isDoomed, setDoomed] = useState(false)
  return (
    <div className={styles.item}>
      <p className={classes(styles.about, styles.facts)}>
        Checkpoints of {formatAmount(count, 'run')} take {formatBytes(bytes)}.{' '}
        <Help term="checkpoints" text={CHECKPOINTS_HELP} />
      </p>
      {runs.length > 0 && (
        <>
          <Button
            size="small"
            className={classes(isDoomed && styles.danger)}
            aria-label={isDoomed ? 'Delete the checkpoints for good' : 'Delete the checkpoints …'}
            onClick={({ currentTarget }) => {
              if (!isDoomed) return setDoomed(true)
              focusPanel(currentTarget)
              setDoomed(false)
              void deleteCheckpoints(runs)
            }}
          >
            {isDoomed ? 'Delete for good' : 'Delete'}
          </Button>
          {isDoomed && (
            <IconButton
              size="small"
              label="Keep the checkpoints"
              icon={<Undo size={14} aria-hidden />}
              onClick={() => setDoomed(false)}
            />
          )}
        </>
      )}
    </div>
  )
}

function Saved({ dataset: { key, name, images, bytes, savedAt, problem } }: { readonly dataset: StoredDataset }) {
  const { openStored, deleteStored } = useActions()
  const [isDoomed, setDoomed] = useState(false)
  const Icon = isDoomed ? Undo : Trash2
  return (
    <li className={styles.item}>
      <div className={styles.about}>
        <p className={styles.name} title={name}>
          <bdi>{name}</bdi>
        </p>
        <FactLine>
          {problem === undefined && <span>{formatAmount(images, 'image')}</span>}
          <span>{formatBytes(bytes)}</span>
          <span>{formatDate(savedAt)}</span>
        </FactLine>
        {problem !== undefined && <p className={styles.facts}>{problem}</p>}
      </div>
      {(problem === undefined || isDoomed) && (
        <Button
          size="small"
          className={classes(isDoomed && styles.danger)}
          aria-label={isDoomed ? `Delete ${name} for good` : `Open ${name}`}
          onClick={({ currentTarget }) => {
            focusPanel(currentTarget)
            void (isDoomed ? deleteStored(key) : openStored(key))
          }}
        >
          {isDoomed ? 'Delete' : 'Open'}
        </Button>
      )}
      <IconButton
        size="small"
        label={isDoomed ? `Keep ${name}` : `Delete ${name} …`}
        icon={<Icon size={14} aria-hidden />}
        onClick={() => setDoomed(!isDoomed)}
      />
    </li>
  )
}
