import { Wrench } from 'lucide-react'
import type { LayerFix, LayerProblem } from '../../../model/layers/define'
import { Button } from '../../../ui/Button'
import { Message } from '../../../ui/Message'
import styles from './LayerProblems.module.css'

export interface LayerProblemsProps {
  readonly id: string
  readonly problems: readonly LayerProblem[]
  onFix(fix: LayerFix): void
}

function problemId(id: string, at: number): string {
  return `${id}-${at}`
}

/** The id of what says what is wrong with a field, by which the field points to it. */
export function findProblemId(id: string, problems: readonly LayerProblem[], field: string): string | undefined {
  const at = problems.findIndex((problem) => problem.severity === 'error' && problem.field === field)
  return at < 0 ? undefined : problemId(id, at)
}

/** What is wrong with a layer, each with the edit that mends it where there is one. */
export function LayerProblems({ id, problems, onFix }: LayerProblemsProps) {
  return problems.map(({ severity, message, fix, otherFix }, at) => (
    <div key={message} id={problemId(id, at)} className={styles.problem}>
      <Message kind={severity === 'error' ? 'danger' : 'caution'}>
        {message}
        {fix && (
          <div className={styles.fixes}>
            {[fix, otherFix].map(
              (each) =>
                each && (
                  <Button key={each.label} size="small" className={styles.fix} onClick={() => onFix(each)}>
                    <Wrench size={12} aria-hidden />
                    {each.label}
                  </Button>
                ),
            )}
          </div>
        )}
      </Message>
    </div>
  ))
}
