/**
 * `npm run vectors:compare`: how far each layer type, and each model after five steps or forty, is from what Keras computes: on WebGPU,
 * and on the processor.
 */
import { compareLayerType } from '../../src/engine/trainers/compareLayer.fixture'
import { compareModel } from '../../src/engine/trainers/compareModel.fixture'
import { compiledOn, processorOf } from '../../src/engine/trainers/trainers.fixture'
import { wasmExecutor } from '../../src/engine/trainers/wasm/wasmExecutor.fixture'
import { executorOn } from '../../src/engine/trainers/webgpu/runKernels.fixture'
import { readLongModelVectors, readModelVectors } from '../../src/model/kerasVectors.fixture'
import { LAYERS } from '../../src/model/layers/registry'
import { openNodeGpu } from '../openNodeGpu'

const { device } = await openNodeGpu()
const WIDTH = 12
const size = (deviation: number): string => (deviation === 0 ? '0' : deviation.toExponential(1)).padStart(WIDTH)

/** Two lines: each trainer's name above the columns that it has. */
function head(columns: readonly string[], ...before: readonly string[]): string {
  const left = before.join('')
  const each = columns.map((column) => column.padStart(WIDTH)).join('')
  const names = ['WebGPU', 'the processor'].map((name) => name.padStart(each.length)).join(' |')
  return `${' '.repeat(left.length)}${names}\n${left}${each} |${each}`
}

console.log(head(['output', 'gradients', 'statistics'], 'layer'.padEnd(24), 'cases'.padStart(7)))
for (const { className } of LAYERS) {
  const sides = [await compareLayerType(executorOn(device), className), await compareLayerType(wasmExecutor, className)]
  const cells = sides.map((all) =>
    (['output', 'gradients', 'updated'] as const)
      .map((part) => size(Math.max(0, ...all.map((one) => one[part]))))
      .join(''),
  )
  console.log(`${className.padEnd(24)}${String(sides[0]!.length).padStart(7)}${cells.join(' |')}`)
}

console.log(`\n${head(['losses', 'weights', 'afterwards'], 'model, five steps'.padEnd(24))}`)
for (const vector of readModelVectors()) {
  const sides = [await compareModel(compiledOn(device), vector), await compareModel(processorOf(2), vector)]
  const cells = sides.map(({ losses, weights, classified }) => [losses, weights, classified].map(size).join(''))
  console.log(`${`${vector.name}, ${vector.recipe.optimizer}`.padEnd(24)}${cells.join(' |')}`)
}

console.log(`\n${head(['losses', 'of own loss', 'weights'], 'model, forty steps'.padEnd(24))}`)
for (const vector of readLongModelVectors()) {
  const sides = [await compareModel(compiledOn(device), vector), await compareModel(processorOf(2), vector)]
  const cells = sides.map(({ losses, ofOwnLoss, weights }) => [losses, ofOwnLoss, weights].map(size).join(''))
  console.log(`${`${vector.name}, ${vector.recipe.optimizer}`.padEnd(24)}${cells.join(' |')}`)
}
device.destroy()
