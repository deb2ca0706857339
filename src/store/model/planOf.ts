/** What the page would train, and on which data. */
import type { Plan } from '../../interop/target'
import { SPLITS } from '../../model/split'
import type { StudioDocument } from '../document/document'
import { stackShape } from '../session/dataShape'
import type { Session } from '../session/session'

export function planOf({ stack, recipe }: StudioDocument, session: Session): Plan {
  const { dataset, choices } = session.data
  const shape = stackShape(stack, session)
  const classes =
    dataset?.classes ??
    session.model.current?.classes ??
    Array.from({ length: shape.classes }, (_, index) => String(index))
  return {
    stack,
    recipe,
    data: { ...shape, classes: classes.length },
    classes,
    ...(dataset && {
      dataset: {
        name: dataset.name,
        splits: dataset.splitsGiven ? 'given' : 'drawn',
        ...(choices.splitting.kind === 'random' && { dealt: choices.splitting }),
        decided: {
          excluded: dataset.excluded,
          relabelled: dataset.relabelled,
          merged: dataset.merged?.length ?? 0,
        },
        images: Object.fromEntries(
          SPLITS.map((split) => [split, dataset.perClass[split].reduce((sum, count) => sum + count, 0)]),
        ) as Record<(typeof SPLITS)[number], number>,
      },
    }),
  }
}
