import { Check, Square } from 'lucide-react'
import { useEffect } from 'react'
import { readSweep, SWEEP, type RateSuggestion, type SweepPoints } from '../../model/training/rateFinder'
import { sayRate } from '../../model/training/sayRate'
import { useActions, useDocument, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { ChartFrame } from '../../ui/ChartFrame'
import { Legend } from '../../ui/Legend'
import { Dialog } from '../../ui/Dialog'
import { FigureMenu } from '../../ui/figure/FigureMenu'
import { formatLoss } from '../../ui/format'
import { Message } from '../../ui/Message'
import { ProgressBar } from '../../ui/ProgressBar'
import { Table } from '../../ui/Table'
import { RateChart, type RateMark } from './RateChart'
import styles from './RateFinderDialog.module.css'
import { describeSweep, sayWhichField } from './rateFinderText'

const TITLE = 'Loss by learning rate'
const RATE_COLUMNS = ['Learning rate', 'Loss', 'Smoothed'] as const

/** A sweep over learning rates, which begins when it is opened, its curve, and the rates that can be taken from it. */
export function RateFinderDialog({ onClose }: { readonly onClose: () => void }) {
  const { findLearningRate, stopFindingRate, editRecipe } = useActions()
  const { searching, soFar, sweep, trouble } = useSession(({ rateFinder }) => rateFinder)
  const recipe = useDocument((document) => document.recipe)

  useEffect(() => {
    void findLearningRate()
    return stopFindingRate
  }, [findLearningRate, stopFindingRate])

  const reading = sweep && readSweep(sweep.points, sweep.planned)
  const points = soFar?.points
  const found = reading?.kind === 'found' ? reading : undefined
  const marks: readonly RateMark[] = found
    ? [
        { name: 'Valley', rate: found.valley.learningRate },
        { name: 'Steepest', rate: found.steepest.learningRate },
      ]
    : []
  const take = (rate: number): void => {
    editRecipe('learningRate', rate)
    onClose()
  }

  return (
    <Dialog title="Find learning rate" size="card" onClose={onClose}>
      <div className={styles.finder}>
        <p className={styles.about}>
          A new model of these layers trains on your images, while its learning rate grows from {SWEEP.from} to{' '}
          {SWEEP.to}. Your run, its model and the recipe stay as they are.
        </p>
        {trouble !== undefined && <Message kind="caution">{trouble}</Message>}
        {searching && (
          <div className={styles.search}>
            <ProgressBar label="Sweep of learning rates" share={soFar && soFar.points.rates.length / soFar.planned} />
            <Button size="small" onClick={stopFindingRate}>
              <Square size={12} aria-hidden />
              Stop
            </Button>
          </div>
        )}
        <p role="status" aria-label="Sweep" className={styles.about}>
          {searching ? (soFar ? 'Training …' : 'Making a model ready …') : sweep ? describeSweep(sweep) : ''}
          {!searching && !sweep && trouble === undefined && 'Stopped.'}
        </p>
        {points && points.rates.length > 0 && (
          <ChartFrame
            title={TITLE}
            aside={
              <Legend>
                <li className={styles.raw}>Each step</li>
                <li className={styles.smoothed}>Smoothed</li>
              </Legend>
            }
            tools={
              <FigureMenu
                title={TITLE}
                lines={marks.map(({ name, rate }) => `${name}: ${sayRate(rate)}`)}
                fileName="loss-by-learning-rate"
                columns={RATE_COLUMNS}
                rows={() => points.rates.map((rate, i) => [rate, points.losses[i]!, points.smoothed[i]!])}
              />
            }
            chart={<RateChart points={points} marks={marks} />}
            table={<RateTable points={points} />}
          />
        )}
        {reading?.kind === 'none' && <Message kind="caution">{reading.message}</Message>}
        {found && (
          <>
            <ul className={styles.suggestions} aria-label="Suggestions">
              <Suggestion name="Valley" look="primary" suggestion={found.valley} onTake={take} />
              <Suggestion name="Steepest" look="outline" suggestion={found.steepest} onTake={take} />
            </ul>
            <p className={styles.about}>{sayWhichField(recipe)}</p>
          </>
        )}
        {!searching && (
          <div>
            <Button size="small" onClick={() => void findLearningRate()}>
              Sweep again
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

interface SuggestionProps {
  readonly name: string
  readonly look: 'primary' | 'outline'
  readonly suggestion: RateSuggestion
  onTake(rate: number): void
}

function Suggestion({ name, look, suggestion: { learningRate, reason }, onTake }: SuggestionProps) {
  return (
    <li className={styles.suggestion}>
      <Button look={look} className={styles.take} onClick={() => onTake(learningRate)}>
        <Check size={14} aria-hidden />
        Use {sayRate(learningRate)}
      </Button>
      <p>
        <strong>{name}.</strong> {reason}
      </p>
    </li>
  )
}

function RateTable({ points: { rates, losses, smoothed } }: { readonly points: SweepPoints }) {
  return (
    <Table
      name={TITLE}
      columns={RATE_COLUMNS}
      rows={rates.map((rate, i) => [sayRate(rate), formatLoss(losses[i]!), formatLoss(smoothed[i]!)])}
    />
  )
}
