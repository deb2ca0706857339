/**
 * Which variants of its kernels a device chooses, beside what each takes by itself, measured with patience. `--model=NAME` and `--batch=64`
 * measure one alone.
 */
import { createRandom } from '../../src/model/random'
import { DEFAULT_DATA_SHAPE } from '../../src/model/graph/shapes'
import { TEMPLATES } from '../../src/model/graph/templates/templates'
import { rescaling } from '../../src/model/training/normalisation'
import { DEFAULT_RECIPE } from '../../src/model/training/recipe'
import { openImages } from '../../src/engine/trainers/webgpu/deviceImages'
import { tuneProgram, type TunedOperation } from '../../src/engine/trainers/webgpu/tune/tuneProgram'

const optionOf = (name: string): string | undefined =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3)

export async function measureTuning(device: GPUDevice): Promise<void> {
  const data = DEFAULT_DATA_SHAPE
  const [model, batch] = [optionOf('model'), optionOf('batch')]
  for (const template of TEMPLATES.filter(({ name }) => model === undefined || name === model)) {
    for (const batchSize of batch === undefined ? [64, 500] : [Number(batch)]) {
      const { stack } = template.build(data)
      const random = createRandom(1)
      const pixels = Uint8Array.from({ length: batchSize * data.height * data.width }, () => random.integer(256))
      const labels = Uint16Array.from({ length: batchSize }, () => random.integer(data.classes))
      const images = await openImages(device, { pixels, labels, count: batchSize }, batchSize)
      const recipe = { ...DEFAULT_RECIPE, batchSize }
      const began = performance.now()
      const subject = { stack, data, recipe, normalisation: rescaling(data.channels) }
      const { operations, state, clock } = await tuneProgram({ ...subject, device, images, exhaustive: true })
      images.dispose()
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(
        `\n${template.name}, batch ${batchSize}: ${state} after ${seconds} s, by the clock of the ${clock ?? '-'}`,
      )
      for (const operation of operations) console.log(describe(operation).join('\n'))
    }
  }
}

function describe({ layer, name, share, chosen, variants, alone }: TunedOperation): readonly string[] {
  const best = Object.entries(alone).toSorted(([, one], [, other]) => one - other)[0]?.[0] ?? '-'
  const milliseconds = (value: number | undefined): string => (value?.toFixed(3) ?? '-').padStart(9)
  return [
    `  ${layer}: ${name}, ${(100 * share).toFixed(0)} %: chose ${chosen}; by itself ${best} is the fastest`,
    `    ${'variant'.padEnd(18)} ${'in a run'.padStart(9)} ${'by itself'.padStart(9)}  ms`,
    ...variants.map(
      (variant) =>
        `    ${variant.name.padEnd(18)} ${milliseconds(variant.milliseconds)} ${milliseconds(alone[variant.name])}  ${variant.dropped ?? ''}`,
    ),
  ]
}
