/** The work of a benchmark: a template's model, and one batch of images drawn by chance. */
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { TEMPLATES } from '../../model/graph/templates/templates'
import { createRandom } from '../../model/random'
import type { Task } from './contestants/contestant'

export const REFERENCE_MODEL = 'Galaxy CNN tutorial'
export const SMALL_MODEL = 'LeNet-5'

/** @throws Error when there is no such template. */
export function makeTask(template: string, batchSize: number): Task {
  const found = TEMPLATES.find(({ name }) => name === template)
  if (!found) throw new Error(`No template ${template}`)
  const data = DEFAULT_DATA_SHAPE
  const random = createRandom(1)
  return {
    stack: found.build(data).stack,
    data,
    batchSize,
    pixels: Uint8Array.from({ length: batchSize * data.height * data.width * data.channels }, () =>
      random.integer(256),
    ),
    labels: Uint16Array.from({ length: batchSize }, () => random.integer(data.classes)),
  }
}
