/** F1 and frequency, and entropy, class by class: bars in rows. */
import { classificationReport } from '../../model/metrics/classification'
import { rowEntropies } from '../../model/metrics/entropy'
import type { SplitStudy } from '../../model/metrics/splitStudy'
import type { RowFigure } from '../../ui/chart/RowDrawing'
import { formatAmount, formatCount, isolate } from '../../ui/format'
import { DEFINITIONS } from './definitions'
import type { StudyFigureText } from './figure'
import styles from './marks.module.css'
import { formatScore } from './studyRows'

export interface ClassFigure extends StudyFigureText {
  readonly drawing: RowFigure
  /** The index of the class in each row. */
  readonly order: readonly number[]
}

export type FrequencyOrder = 'f1' | 'frequency'

/** The highest first; what is undefined stands last. */
export function frequencyFigure({ classes, confusion, frequencies }: SplitStudy, by: FrequencyOrder): ClassFigure {
  const { perClass } = classificationReport(confusion, classes.length)
  const entries = classes
    .map((name, index) => ({ index, name, f1: perClass[index]!.f1, frequency: frequencies[index] ?? 0 }))
    .toSorted((one, other) => (other[by] ?? -1) - (one[by] ?? -1))
  return {
    title: 'F1 and frequency',
    definition: DEFINITIONS.f1,
    drawing: {
      heading: 'Class',
      columns: [
        { title: 'F1', most: 1 },
        { title: 'Dataset images', most: Math.max(1, ...frequencies), className: styles.frequency },
      ],
      rows: entries.map(({ name, f1, frequency }) => ({
        name,
        values: [f1, frequency],
        texts: [formatScore(f1), formatCount(frequency)],
        says: `${isolate(name)}: F1 ${formatScore(f1)}, ${formatAmount(frequency, 'image')} in the dataset`,
      })),
    },
    order: entries.map(({ index }) => index),
    columns: ['Class', 'F1', 'Images in the dataset'],
    rows: entries.map(({ name, f1, frequency }) => [name, f1, frequency]),
    written: entries.map(({ name, f1, frequency }) => [name, formatScore(f1), formatCount(frequency)]),
  }
}

/** The highest first; what is undefined stands last. */
export function entropyFigure({ classes, confusion }: SplitStudy): ClassFigure {
  const entropies = rowEntropies(confusion, classes.length)
  const entries = classes
    .map((name, index) => ({ index, name, entropy: entropies[index] ?? null }))
    .toSorted((one, other) => (other.entropy ?? -1) - (one.entropy ?? -1))
  return {
    title: 'Entropy by class',
    definition: DEFINITIONS.entropy,
    drawing: {
      heading: 'Class',
      columns: [
        {
          title: 'Entropy of its row, nats',
          most: Math.max(...entropies.map((entropy) => entropy ?? 0)),
          className: styles.entropy,
        },
      ],
      rows: entries.map(({ name, entropy }) => ({
        name,
        values: [entropy],
        texts: [formatScore(entropy)],
        says: `${isolate(name)}: entropy ${entropy === null ? 'undefined, as it has no images here' : `${formatScore(entropy)} nats`}`,
      })),
    },
    order: entries.map(({ index }) => index),
    columns: ['Class', 'Entropy, nats'],
    rows: entries.map(({ name, entropy }) => [name, entropy]),
    written: entries.map(({ name, entropy }) => [name, formatScore(entropy)]),
  }
}
