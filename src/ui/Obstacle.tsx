import type { ReactNode } from 'react'
import styles from './Obstacle.module.css'

export interface ObstacleProps {
  /** By which the control that can't be pressed points to it. */
  readonly id?: string | undefined
  /** One sentence: what is in the way, and what to do about it. */
  readonly children: ReactNode
}

/** Why something can't be pressed now, right beside it. */
export function Obstacle({ id, children }: ObstacleProps) {
  return (
    <p id={id} className={styles.obstacle}>
      {children}
    </p>
  )
}
