/** The calls by which models and plans leave. */
import type { ModelTarget, PlanTarget, Target } from '../../../interop/target'
import { TARGETS } from '../../../interop/targets'
import { layerNames } from '../../../model/graph/names'
import { analyseStack, type DataShape } from '../../../model/graph/shapes'
import type { Stack } from '../../../model/graph/stack'
import { CallFailure } from '../../failures'
import type { ExportCalls } from '../../protocol/export'
import type { HandlersOf } from '../../protocol/messages'
import type { EngineParts } from '../../run/engineParts'
import { requireModel } from '../../run/requireModel'
import { checkExport } from './checkExport'
import { pickImages } from './pickImages'

const WRITING = 'A model is being written and checked: wait until it is done.'

export function createExportCalls({
  openDevice,
  choose,
  models,
  takeTurn,
  emit,
}: Pick<EngineParts, 'openDevice' | 'choose' | 'models' | 'takeTurn' | 'emit'>): HandlersOf<ExportCalls> {
  return {
    exportModel: ({ model: id, target: targetId, chosen, data }, signal) =>
      takeTurn(WRITING, signal, async () => {
        const model = requireModel(models, id)
        const target = requireTarget(targetId, 'model')
        requireFit(target, model.stack, model.data)
        const { write } = await target.load()
        const written = await write(model, new Set(chosen))
        signal.throwIfAborted()
        const images = pickImages(model, data && choose(data).view)
        const check = await checkExport({ target, model, written, images, on: { openDevice, signal, emit } })
        const { input: _input, ...files } = written
        return { ...files, check }
      }),

    async exportPlan({ plan, target: targetId, chosen }, signal) {
      const target = requireTarget(targetId, 'plan')
      requireFit(target, plan.stack, plan.data)
      const { write } = await target.load()
      signal.throwIfAborted()
      return write(plan, new Set(chosen))
    },
  }
}

function requireTarget(id: string, takes: 'model'): ModelTarget
function requireTarget(id: string, takes: 'plan'): PlanTarget
function requireTarget(id: string, takes: Target['takes']): Target {
  const target = TARGETS.find((each) => each.id === id && each.takes === takes)
  if (target) return target
  throw new CallFailure('badInput', `Strata does not write ${takes}s for “${id}”.`)
}

/** @throws CallFailure that says why the images are none for the target, or names the first layer that the target can't take, and that there are more. */
function requireFit(target: Target, stack: Stack, data: DataShape): void {
  const imageObstacle = target.findImageObstacle?.(data)
  if (imageObstacle !== undefined) throw new CallFailure('badInput', imageObstacle)
  const names = layerNames(stack)
  const { layers } = analyseStack(stack, data)
  const obstacles = stack.layers.flatMap((layer, at) => {
    const why = target.findObstacle(layer, layers[at]!.inputs ?? [])
    return why === undefined ? [] : [`${names[at]}: ${why}`]
  })
  if (obstacles.length === 0) return
  const more = obstacles.length === 1 ? '' : ` Nor can it take ${obstacles.length - 1} more of its layers.`
  throw new CallFailure('badInput', `${target.name} can’t take the model. ${obstacles[0]}${more}`)
}
