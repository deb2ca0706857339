/** What the page knows of a PyTorch script as something to write. */
import type { PlanTarget } from '../../target'
import { obstacleOf } from './obstacles'

export const pytorchScriptTarget: PlanTarget = {
  id: 'pytorch-script',
  name: 'PyTorch script',
  purpose:
    'Python that reads the same files, builds the model as a module and trains it by the recipe, in a loop that is there to be read.',
  takes: 'plan',
  choices: [
    {
      name: 'ray',
      label: 'For a Ray cluster',
      help: 'Adds a program that trains by the script on several workers at once, which share each batch (Ray Train).',
      byDefault: false,
    },
  ],
  findObstacle: obstacleOf,
  load: () => import('./write'),
}
