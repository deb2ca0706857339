import { BLOCKS } from '../../bench/report/blocks'
import { remarksOf } from '../../bench/report/markdown'
import type { BlockName, BlockResult } from '../../bench/report/report'
import { tablesOf } from '../../bench/report/tables'
import { formatSeconds } from '../../ui/format'
import { Message } from '../../ui/Message'
import { Panel } from '../../ui/Panel'
import { BenchTable } from './BenchTable'
import styles from './BlockPanel.module.css'

export interface BlockPanelProps {
  readonly block: BlockName
  readonly result: BlockResult | undefined
  /** Whether the bench goes on. */
  readonly isMeasuring: boolean
}

/** What a block is about, and what it found. */
export function BlockPanel({ block, result, isMeasuring }: BlockPanelProps) {
  const { title, about } = BLOCKS[block]
  const [reason, ...remarks] = result ? reasonFirst(result) : [undefined]
  return (
    <Panel id={`bench-${block}`} title={title} aside={<Status result={result} isMeasuring={isMeasuring} />}>
      <p className={styles.about}>{about}</p>
      {reason !== undefined && <Message kind={result?.status === 'failed' ? 'danger' : 'info'}>{reason}</Message>}
      {result?.figures &&
        tablesOf(block, result.figures as never).map((table) => <BenchTable key={table.caption} {...table} />)}
      {remarks.map((remark) => (
        <p key={remark} className={styles.remark}>
          {remark}
        </p>
      ))}
    </Panel>
  )
}

/** What ended a block stands before its tables, the rest behind them. */
function reasonFirst(result: BlockResult): readonly (string | undefined)[] {
  return [result.reason, ...remarksOf(result).filter((remark) => remark !== result.reason)]
}

const ENDINGS = { done: '', cut: 'Cut short', stopped: 'Stopped', failed: 'Failed', skipped: 'Not measured' }

function Status({ result, isMeasuring }: Omit<BlockPanelProps, 'block'>) {
  const words = (): string => {
    if (!result) return isMeasuring ? 'Waits' : 'Not measured yet'
    if (result.status === 'measuring') return 'Measuring …'
    const ending = ENDINGS[result.status]
    return result.seconds > 0 ? [ending, formatSeconds(result.seconds)].filter(Boolean).join(', ') : ending
  }
  return <span className={styles.status}>{words()}</span>
}
