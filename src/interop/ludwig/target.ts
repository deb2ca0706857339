/** What the page knows of Ludwig's config as something to write. */
import { obstacleOf } from './obstacles'
import type { PlanTarget } from '../target'

export const ludwigTarget: PlanTarget = {
  id: 'ludwig',
  name: 'Ludwig',
  purpose:
    'config.yaml for Ludwig, here or in Galaxy: its stacked CNN with these layers, and its trainer with this recipe.',
  takes: 'plan',
  choices: [
    {
      name: 'ray',
      label: 'For a Ray cluster',
      help: 'Ludwig then spreads the reading of the data and the training over the machines of the cluster.',
      byDefault: false,
    },
  ],
  findObstacle: obstacleOf,
  load: () => import('./write'),
}
