/** The model room: the stack of layers, edited in place, and what it takes to train it. */
import { useMemo } from 'react'
import { TARGETS } from '../../interop/targets'
import { useActions, useAnalysis, useDataShape, useDocument, useSession } from '../../store/hooks'
import { Message } from '../../ui/Message'
import { Panel } from '../../ui/Panel'
import { ExportTarget } from './ExportTarget'
import { LayerList } from './list/LayerList'
import { ModelViews } from './ModelViews'
import { withObstacles } from './obstacles'
import { StackSettings } from './StackSettings'
import { Totals } from './Totals'

export function ModelPanel() {
  const stack = useDocument((document) => document.stack)
  const analysis = useAnalysis()
  const trouble = useSession((session) => session.documentTrouble)
  const pasted = useSession((session) => session.layers)
  const targetId = useSession((session) => session.layers.target)
  const image = useDataShape()
  const target = TARGETS.find(({ id }) => id === targetId)
  const fitted = useMemo(() => withObstacles(analysis, stack, image, target), [analysis, stack, image, target])
  const { dismiss } = useActions()

  return (
    <Panel id="model" title="Model" aside={<ModelViews stack={stack} analysis={analysis} />}>
      {trouble !== undefined && (
        <Message kind="caution" onDismiss={() => dismiss('document')}>
          {trouble}
        </Message>
      )}
      <StackSettings stack={stack} />
      <ExportTarget obstacles={fitted.count} images={fitted.images} />
      <Totals analysis={analysis} />
      {analysis.problems.map((problem) => (
        <Message key={problem.message} kind={problem.severity === 'error' ? 'danger' : 'caution'}>
          {problem.message}
        </Message>
      ))}
      {pasted.trouble !== undefined && (
        <Message kind="danger" onDismiss={() => dismiss('layers')}>
          {pasted.trouble}
        </Message>
      )}
      {pasted.notes.length > 0 && (
        <Message kind="info" onDismiss={() => dismiss('layers')}>
          {pasted.notes.join(' ')}
        </Message>
      )}
      <LayerList layers={stack.layers} analysis={fitted.analysis} />
    </Panel>
  )
}
