/**
 * `npm run plan -- stack.json`: prints what a step of a saved document is compiled to; `npm run plan -- "LeNet-5"`, of a template. Without
 * either, the reference model's. `--batch=64` sets the batch size. It ends with the variants of kernels that a device tries, beside those of
 * its class: `--tuning=software`, `few` or `many`. `--wgsl` adds the class's kernels.
 */
import { readFileSync } from 'node:fs'
import { describePlan } from '../src/engine/trainers/plan/describePlan'
import { fuse } from '../src/engine/trainers/plan/fuse'
import { lowerStack } from '../src/engine/trainers/plan/lowerStack'
import { wholeBytes } from '../src/engine/trainers/plan/memory'
import { MIDDLE_DEVICE } from '../src/engine/trainers/plan/roofline'
import { moduleOf } from '../src/engine/trainers/webgpu/kernel'
import { TUNINGS } from '../src/engine/trainers/webgpu/tuning'
import { describeVariants } from '../src/engine/trainers/webgpu/tune/describeVariants'
import { translate } from '../src/engine/trainers/webgpu/translate'
import { parseProject, type Project } from '../src/model/project'
import { rescaling } from '../src/model/training/normalisation'
import { DEFAULT_RECIPE } from '../src/model/training/recipe'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../src/model/graph/shapes'
import { TEMPLATES } from '../src/model/graph/templates/templates'

const [what] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const optionOf = (name: string): string | undefined =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1]
const batch = optionOf('batch')
const tuning = Object.entries(TUNINGS).find(([name]) => name === optionOf('tuning'))?.[1] ?? TUNINGS.software
const data = DEFAULT_DATA_SHAPE

function open(): Project {
  const template = what === undefined ? TEMPLATES[0] : TEMPLATES.find(({ name }) => name === what)
  if (!template) return parseProject(readFileSync(what!, 'utf8'))
  const { stack, recipe } = template.build(data)
  return { stack, recipe: { ...DEFAULT_RECIPE, ...recipe } }
}

const project = open()
const { stack } = project
const recipe = { ...project.recipe, ...(batch !== undefined && { batchSize: Number(batch) }) }
const { layers, problems, trainable } = analyseStack(stack, data)
if (trainable) {
  const lowered = lowerStack({
    stack,
    data,
    recipe,
    normalisation: rescaling(data.channels),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 60_000 }],
    packsCodes: tuning.byFours,
  })
  const plan = fuse(lowered, tuning.fusions)
  console.log(describePlan(plan, MIDDLE_DEVICE).join('\n'))
  console.log(`\n${describeVariants(plan, tuning).join('\n')}`)
  if (process.argv.includes('--wgsl')) {
    const bytesOf = wholeBytes(plan.buffers)
    for (const kernel of [...plan.forward, ...plan.backward].flatMap((operation) => translate(operation, tuning))) {
      const { layer, name, workgroups } = kernel
      console.log(`\n// ${layer}: ${name}, ${workgroups.join(' x ')} workgroups\n${moduleOf(kernel, bytesOf)}`)
    }
  }
} else {
  const all = [...problems, ...layers.flatMap((layer) => layer.problems)]
  console.error(all.map(({ message }) => message).join('\n'))
  process.exitCode = 1
}
