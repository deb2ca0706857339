/** `npm run vectors:compare`: how far each layer type, and each model after five steps, is from what Keras computes. */
import { compareLayerType } from '../../src/engine/trainers/compareLayer.fixture'
import { executorOn } from '../../src/engine/trainers/webgpu/runKernels.fixture'
import { compareModel } from '../../src/engine/trainers/compareModel.fixture'
import { compiledOn } from '../../src/engine/trainers/trainers.fixture'
import { readModelVectors } from '../../src/model/kerasVectors.fixture'
import { LAYERS } from '../../src/model/layers/registry'
import { openNodeGpu } from '../openNodeGpu'

const { device } = await openNodeGpu()
const size = (deviation: number): string => (deviation === 0 ? '0' : deviation.toExponential(1)).padStart(11)

console.log(
  `${'layer'.padEnd(24)}${'cases'.padStart(7)}${'output'.padStart(11)}${'gradients'.padStart(11)}${'statistics'.padStart(11)}`,
)
for (const { className } of LAYERS) {
  const all = await compareLayerType(executorOn(device), className)
  const largest = (part: 'output' | 'gradients' | 'updated'): string =>
    size(Math.max(0, ...all.map((one) => one[part])))
  const cases = String(all.length).padStart(7)
  console.log(`${className.padEnd(24)}${cases}${largest('output')}${largest('gradients')}${largest('updated')}`)
}

console.log(
  `\n${'model, five steps'.padEnd(24)}${'losses'.padStart(11)}${'weights'.padStart(11)}${'afterwards'.padStart(11)}`,
)
for (const vector of readModelVectors()) {
  const { losses, weights, classified } = await compareModel(compiledOn(device), vector)
  const name = `${vector.name}, ${vector.recipe.optimizer}`
  console.log(`${name.padEnd(24)}${size(losses)}${size(weights)}${size(classified)}`)
}
device.destroy()
