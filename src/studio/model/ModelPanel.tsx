/** The model room: the stack of layers, edited in place, and what it takes to train it. */
import { X } from 'lucide-react'
import { useActions, useAnalysis, useDocument, useSession } from '../../store/hooks'
import { IconButton } from '../../ui/Button'
import { Message } from '../../ui/Message'
import { Panel } from '../../ui/Panel'
import { LayerList } from './LayerList'
import { StackSettings } from './StackSettings'
import { Totals } from './Totals'

export function ModelPanel() {
  const stack = useDocument((document) => document.stack)
  const analysis = useAnalysis()
  const trouble = useSession((session) => session.documentTrouble)
  const { dismiss } = useActions()

  return (
    <Panel id="model" title="Model">
      {trouble !== undefined && (
        <Message
          kind="caution"
          actions={
            <IconButton
              size="small"
              label="Dismiss"
              icon={<X size={14} aria-hidden />}
              onClick={() => dismiss('documentTrouble')}
            />
          }
        >
          {trouble}
        </Message>
      )}
      <StackSettings stack={stack} />
      <Totals analysis={analysis} />
      {analysis.problems.map((problem) => (
        <Message key={problem.message} kind={problem.severity === 'error' ? 'danger' : 'caution'}>
          {problem.message}
        </Message>
      ))}
      <LayerList layers={stack.layers} facts={analysis.layers} />
    </Panel>
  )
}
