/** A stack from elsewhere, for the data at hand. */
import { drawnFor } from '../../model/graph/drawnFor'
import type { Stack } from '../../model/graph/stack'
import { adaptStack } from '../../model/graph/templates/templates'
import { analyse } from '../document/analyse'
import { dataShape } from '../session/dataShape'
import type { Session } from '../session/session'

/** As it is where there are no data, or where they can train it as it is. */
export function adaptToData(stack: Stack, session: Session): Stack {
  if (!session.data.dataset) return stack
  const shape = dataShape(session)
  if (analyse(stack, shape).trainable) return stack
  return adaptStack(stack, drawnFor(stack, shape), shape)
}
