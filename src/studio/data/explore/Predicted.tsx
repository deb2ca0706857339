import { withoutBidiControls } from '../../../common/text'
import { useCallback } from 'react'
import type { FullImage } from '../../../engine/protocol/data'
import { useActions, useHasLooked, useSession } from '../../../store/hooks'
import type { ListOrigin } from '../../../store/session/dataPart'
import { Button } from '../../../ui/Button'
import { classes } from '../../../ui/classes'
import { formatPercent } from '../../../ui/format'
import { useAnswer } from '../../../ui/useAnswer'
import { sayBefore } from './describeTaken'
import styles from './Predicted.module.css'

/** Classes whose probabilities are shown, the most probable first. */
const MOST = 3

export interface PredictedProps {
  readonly image: FullImage
  /** Those of the data. */
  readonly classNames: readonly string[]
  /** Why the images are listed: a run that the model is compared with speaks, too. */
  readonly of: ListOrigin | undefined
}

/** What the model makes of an image; nothing while it has not looked at the data. */
export function Predicted({ image, classNames, of }: PredictedProps) {
  const { predictedImages, relabelImages } = useActions()
  const hasLooked = useHasLooked()
  const model = useSession((session) => session.model.current)
  const { index, label } = image
  const since = of?.since
  const ask = useCallback(
    async (signal: AbortSignal) => (await predictedImages([index], since, signal))[0],
    [predictedImages, index, since],
  )
  const { value, about } = useAnswer(hasLooked ? ask : undefined, model)
  if (!hasLooked || !model || value?.image !== index || about !== model) return null
  const { predicted, probabilities, before } = value
  if (Number.isNaN(probabilities[predicted]))
    return (
      <section className={styles.predicted} aria-label="What the model says">
        <p className={styles.says}>The model’s outputs for this image are no numbers.</p>
      </section>
    )
  const order = [...probabilities.keys()].toSorted((one, other) =>
    other === predicted ? 1 : one === predicted ? -1 : probabilities[other]! - probabilities[one]! || one - other,
  )
  const truth = model.classes.indexOf(label)
  const shown = order.slice(0, MOST)
  if (truth >= 0 && !shown.includes(truth)) shown.push(truth)
  const isRight = predicted === truth
  const name = model.classes[predicted] ?? ''
  const isOfData = classNames.includes(name)
  return (
    <section className={styles.predicted} aria-label="What the model says">
      <p className={styles.says}>
        The model says <b>{withoutBidiControls(name)}</b>
        <span className={isRight ? styles.right : styles.wrong}>
          {isRight ? 'as the label does' : isOfData ? 'the label says otherwise' : 'a class that the data don’t have'}
        </span>
        {!isRight && isOfData && (
          <Button size="small" onClick={() => relabelImages([index], name)}>
            Accept {withoutBidiControls(name)}
          </Button>
        )}
      </p>
      {before !== undefined && <p className={styles.says}>{sayBefore(before, of)}</p>}
      <dl className={styles.probabilities}>
        {shown.map((each) => (
          <div key={each}>
            <dt>{withoutBidiControls(model.classes[each] ?? '')}</dt>
            <dd>
              <span className={styles.track} aria-hidden>
                <span
                  className={classes(styles.bar, each !== truth && styles.other)}
                  style={{ width: `${100 * (probabilities[each] ?? 0)}%` }}
                />
              </span>
              <span className={styles.percent}>{formatPercent(probabilities[each] ?? NaN)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
