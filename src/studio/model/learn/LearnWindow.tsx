import { useMemo, useRef, useState } from 'react'
import type { LayerFacts } from '../../../model/graph/shapes'
import type { LayerProblem } from '../../../model/layers/define'
import type { Layer } from '../../../model/layers/registry'
import { walkWindow } from '../../../model/learn/windowWalk'
import { useActions, useDataShape } from '../../../store/hooks'
import { Boundary } from '../../../ui/Boundary'
import { Dialog } from '../../../ui/Dialog'
import { Message } from '../../../ui/Message'
import styles from './LearnWindow.module.css'
import { mixedChannels } from './mixedChannels'
import { changeTrial, differs, findTrialProblems, startTrial, windowOf, type Trial } from './trial'
import { TrialForm } from './TrialForm'
import { Walk } from './Walk'

export interface LearnWindowProps {
  readonly layer: Layer
  readonly facts: LayerFacts | undefined
  onClose(): void
}

/** Shows how a layer's window walks over an image, with the layer's numbers or with others. */
export function LearnWindow({ layer, facts, onClose }: LearnWindowProps) {
  const actions = useActions()
  const image = useDataShape()
  const output = useRef<HTMLDivElement>(null)
  const findProblems = (tried: Trial): readonly LayerProblem[] => findTrialProblems(tried, layer, image)
  const own = startTrial(layer, facts?.inputs?.[0], image)
  const [trial, setTrial] = useState(own)
  // What is drawn: while a number is being typed, the last ones that went together.
  const [drawn, setDrawn] = useState(() => (findProblems(own).length === 0 ? own : undefined))
  const problems = findProblems(trial)
  const isOther = differs(trial, layer)
  const isOtherInput = trial.input.join() !== own.input.join()
  const walk = useMemo(() => {
    const [height = 0, width = 0] = drawn?.input ?? []
    const window = drawn && windowOf(drawn, layer, image)
    return window && walkWindow(window, [height, width])
  }, [drawn, layer, image])
  const tryOut = (tried: Trial): void => {
    setTrial(tried)
    if (findProblems(tried).length === 0) setDrawn(tried)
  }

  return (
    <Dialog title={`Learn: ${layer.className}`} size="window" initialFocus={output} onClose={onClose}>
      <Boundary>
        <div className={styles.window}>
          <div className={styles.picture}>
            {walk ? (
              <Walk
                walk={walk}
                mixed={mixedChannels(layer, facts)}
                card={facts?.output?.slice(0, 2)}
                isOwn={trial === drawn && !isOther && !isOtherInput}
                outputRef={output}
              />
            ) : (
              problems.map(({ message }) => (
                <Message key={message} kind="danger">
                  {message}
                </Message>
              ))
            )}
          </div>
          <TrialForm
            layer={layer}
            trial={trial}
            problems={problems}
            isOther={isOther}
            isOtherInput={isOtherInput}
            onChange={(name, value) => tryOut(changeTrial(trial, name, value))}
            onUse={() => actions.changeLayer(layer.id, trial.args)}
            onReset={() => tryOut(own)}
          />
        </div>
      </Boundary>
    </Dialog>
  )
}
