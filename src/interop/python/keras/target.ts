/** What the page knows of a Keras script as something to write. */
import type { PlanTarget } from '../../target'

export const kerasScriptTarget: PlanTarget = {
  id: 'keras-script',
  name: 'Keras script',
  purpose:
    'Python that reads the same files, builds the model in code and trains it by the recipe, on one device or several.',
  takes: 'plan',
  choices: [],
  findObstacle: () => undefined,
  load: () => import('./write'),
}
