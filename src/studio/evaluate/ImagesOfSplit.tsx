import { quoted, withoutBidiControls } from '../../common/text'
import { useActions, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { Menu } from '../../ui/Menu'
import { Message } from '../../ui/Message'
import { ProgressBar } from '../../ui/ProgressBar'
import { useAnswer } from '../../ui/useAnswer'
import styles from './ImagesOfSplit.module.css'
import type { ImagesShown } from './useImagesShown'

export interface ImagesOfSplitProps {
  readonly split: 'validation' | 'test'
  readonly images: ImagesShown
}

/** Ways from a split to its images, as the model sees them. */
export function ImagesOfSplit({ split, images: { show, whyNot } }: ImagesOfSplitProps) {
  const isLooking = useSession(({ model }) => model.looking)
  const trouble = useSession(({ model }) => model.lookTrouble)
  const model = useSession((session) => session.model.current)
  const looked = useSession((session) => session.model.looked)
  const dataset = useSession(({ data }) => data.choices.dataset)
  // Runs that are deleted meanwhile are not offered.
  const deleted = useSession(({ runs }) => runs.list?.deleted)
  const share = useSession(({ model }) => model.lookShare)
  const { dismiss, predictedRuns, stopLooking } = useActions()
  const { value: known = [] } = useAnswer(show && predictedRuns, `${model?.id} ${looked?.model} ${dataset}`)
  const runs = known.filter(({ run }) => !deleted?.some(({ number }) => number === run))
  return (
    <div className={styles.images} role="group" aria-label={`Images of the ${split} split`}>
      {show && (
        <>
          <Button
            size="small"
            unavailable={isLooking}
            onClick={() => show({ kind: 'mistakes' }, `Mistakes on the ${split} split, the surest first`)}
          >
            Mistakes
          </Button>
          <Button
            size="small"
            unavailable={isLooking}
            onClick={() => show({ kind: 'unsure' }, `The ${split} split, what the model is least sure of first`)}
          >
            Least sure
          </Button>
          <Button
            size="small"
            unavailable={isLooking}
            onClick={() =>
              show({ kind: 'labels' }, `The ${split} split, the labels first that agree least with the model`)
            }
          >
            Label faults
          </Button>
          {runs.length > 0 && (
            <Menu
              trigger={
                <Button size="small" unavailable={isLooking}>
                  Changed since …
                </Button>
              }
              items={runs.map(({ run, title }) => ({
                name: withoutBidiControls(title),
                onSelect: () =>
                  show(
                    { kind: 'changed', run },
                    `The ${split} split, what ${quoted(withoutBidiControls(title))} took for another class, the surest first`,
                    { run, title },
                  ),
              }))}
            />
          )}
        </>
      )}
      {isLooking && (
        <div className={styles.progress}>
          <ProgressBar label="The model looks at the images" share={share} />
          <Button size="small" onClick={stopLooking}>
            Cancel
          </Button>
        </div>
      )}
      <p role="status" className={styles.status}>
        {isLooking ? 'The model looks at the images …' : whyNot}
      </p>
      {trouble !== undefined && (
        <Message kind="danger" onDismiss={() => dismiss('look')}>
          {trouble}
        </Message>
      )}
    </div>
  )
}
