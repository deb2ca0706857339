import { useMemo } from 'react'
import { formatShape } from '../../model/layers/define'
import { inputShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { findTemplate, TEMPLATES } from '../../model/graph/templates/templates'
import { useActions, useDataShape } from '../../store/hooks'
import { formatAmount } from '../../ui/format'
import { Message } from '../../ui/Message'
import { SelectField } from '../../ui/SelectField'
import styles from './StackSettings.module.css'

const CUSTOM = 'Custom'

/** What the stack was begun from, and how an image comes into it. */
export function StackSettings({ stack }: { readonly stack: Stack }) {
  const data = useDataShape()
  const actions = useActions()
  const template = useMemo(() => findTemplate(stack, data), [stack, data])
  const changes = template?.build(data).changes ?? []
  const names = TEMPLATES.map(({ name }) => name)
  const [values = 0] = inputShape({ ...stack, input: 'flat' }, data)

  return (
    <div className={styles.settings}>
      <SelectField
        label="Template"
        value={template?.name ?? CUSTOM}
        options={(template ? names : [CUSTOM, ...names]).map((name) => ({ value: name, label: name }))}
        onChange={(name) => {
          const chosen = TEMPLATES.find((candidate) => candidate.name === name)
          if (chosen) actions.applyTemplate(chosen)
        }}
      />
      <SelectField
        label="Input"
        help="How an image comes in: as one row of values, which Reshape makes an image again, or as height × width × channels."
        value={stack.input}
        options={[
          { value: 'flat', label: formatAmount(values, 'value') },
          { value: 'image', label: formatShape([data.height, data.width, data.channels]) },
        ]}
        onChange={actions.setInput}
      />
      <p className={styles.description}>
        {template?.description ?? 'A stack of your own: choosing a template replaces it, and Undo brings it back.'}
      </p>
      {changes.length > 0 && (
        <div className={styles.adapted}>
          <Message kind="info">
            Adapted to {data.width} × {data.height} images: {describeChanges(changes)}.
          </Message>
        </div>
      )}
    </div>
  )
}

/** `Conv2D with padding “same” (2 times), MaxPooling2D left out`. */
function describeChanges(changes: readonly string[]): string {
  return [...new Set(changes)]
    .map((change) => {
      const times = changes.filter((other) => other === change).length
      return times === 1 ? change : `${change} (${times} times)`
    })
    .join(', ')
}
