/** A stack from elsewhere, for the data at hand. */
import { drawnFor } from '../../model/graph/drawnFor'
import type { Stack } from '../../model/graph/stack'
import { adaptStack } from '../../model/graph/templates/templates'
import { analyse } from '../document/analyse'
import { dataShape } from '../session/dataShape'
import type { Session } from '../session/session'

/** As it is where there are no data, or where it fits them. */
export function adaptToData(stack: Stack, session: Session): Stack {
  if (!session.data.dataset) return stack
  const shape = dataShape(session)
  if (analyse(stack, shape).usable) return stack
  return adaptStack(stack, drawnFor(stack, shape), shape)
}
