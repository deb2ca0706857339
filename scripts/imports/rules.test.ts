import { describe, expect, it } from 'vitest'
import { readSpecifiers } from './readImports'
import { brokenRules, findCycles } from './rules'

const allowed = (from: string, to: string) => brokenRules({ from, to }).length === 0

describe('the rules of imports', () => {
  it.each([
    ['src/files/zip.ts', 'src/common/breathe.ts'],
    ['src/model/graph/stack.ts', 'src/model/layers/define.ts'],
    ['src/model/project.ts', 'valibot'],
    ['src/data/splits.ts', 'src/model/random.ts'],
    ['src/data/import/importFiles.ts', 'src/files/zip.ts'],
    ['src/interop/keras/read.ts', 'src/files/zip.ts'],
    ['src/runs/differences.ts', 'src/model/project.ts'],
    ['src/storage/runHistory.ts', 'src/runs/record.ts'],
    ['src/storage/runHistory.ts', 'idb'],
    ['src/engine/history/heldHistory.ts', 'src/storage/runHistory.ts'],
    ['src/engine/run/recordRun.ts', 'src/engine/history/heldHistory.ts'],
    ['src/studio/runs/columns.ts', 'src/runs/record.ts'],
    ['src/engine/client.ts', 'src/engine/worker/entry.ts'],
    ['src/engine/trainers/tfjs/trainer.ts', '@tensorflow/tfjs'],
    ['src/engine/run/trainModel.ts', 'src/engine/device/openDevice.ts'],
    ['src/engine/worker/entry.ts', 'src/data/import/importFiles.ts'],
    ['src/engine/trainers/webgpu/program.ts', 'src/engine/trainers/plan/plan.ts'],
    ['src/engine/trainers/openTrainer.ts', 'src/engine/trainers/tfjs/trainer.ts'],
    ['src/engine/trainers/plan/lowerStack.ts', 'src/model/graph/stack.ts'],
    ['src/store/actions.ts', 'src/engine/client.ts'],
    ['src/store/model/clipboard.ts', 'src/interop/keras/piece.ts'],
    ['src/store/session.ts', 'src/engine/protocol/run.ts'],
    ['src/studio/train/Charts.tsx', 'src/store/metrics.ts'],
    ['src/studio/train/Charts.tsx', 'src/studio/train/Curve.tsx'],
    ['src/studio/shell/Studio.tsx', 'src/studio/train/Train.tsx'],
    ['src/main.tsx', 'src/studio/shell/Studio.tsx'],
  ])('lets %s import %s', (from, to) => expect(allowed(from, to)).toBe(true))

  it.each([
    ['src/common/text.ts', 'src/model/random.ts'],
    ['src/files/zip.ts', 'src/data/dataset.ts'],
    ['src/model/graph/stack.ts', 'react'],
    ['src/model/graph/stack.ts', 'src/data/dataset.ts'],
    ['src/data/splits.ts', 'src/engine/protocol/data.ts'],
    ['src/data/import/readZip.ts', '@tensorflow/tfjs'],
    ['src/data/import/readZip.ts', 'react'],
    ['src/interop/keras/write.ts', 'src/store/document.ts'],
    ['src/runs/compare.ts', 'src/data/dataset.ts'],
    ['src/runs/compare.ts', 'idb'],
    ['src/storage/runHistory.ts', 'src/engine/protocol/run.ts'],
    ['src/engine/history/heldHistory.ts', 'src/engine/run/recordRun.ts'],
    ['src/store/runs/runsActions.ts', 'src/storage/runHistory.ts'],
    ['src/engine/client.ts', '@tensorflow/tfjs-core'],
    ['src/engine/turn.ts', 'src/engine/run/gate.ts'],
    ['src/engine/trainers/openTrainer.ts', 'src/engine/run/gate.ts'],
    ['src/engine/datasets/lookCalls.ts', 'src/engine/worker/serve.ts'],
    ['src/engine/device/openDevice.ts', 'src/engine/run/gate.ts'],
    ['src/engine/run/trainModel.ts', 'src/engine/worker/engine.ts'],
    ['src/engine/trainers/plan/plan.ts', 'src/engine/trainers/webgpu/kernel.ts'],
    ['src/engine/trainers/a-new-one/trainer.ts', 'src/engine/trainers/tfjs/trainer.ts'],
    ['src/engine/worker/entry.ts', 'src/ui/Button.tsx'],
    ['src/store/actions.ts', 'src/engine/run/runLoop.ts'],
    ['src/store/actions.ts', 'src/interop/formats.ts'],
    ['src/store/actions.ts', 'src/data/import/importFiles.ts'],
    ['src/studio/train/Train.tsx', 'src/engine/client.ts'],
    ['src/studio/train/Train.tsx', 'src/studio/model/Layers.tsx'],
    ['src/studio/a-new-room/Room.tsx', 'src/studio/model/Layers.tsx'],
    ['src/ui/Button.tsx', 'src/model/training/recipe.ts'],
    ['src/store/actions.ts', 'src/studio/shell/Studio.tsx'],
    ['src/studio/shell/Studio.tsx', 'src/main.tsx'],
    ['src/studio/shell/Studio.tsx', 'src/ui/index.ts'],
  ])('keeps %s from importing %s', (from, to) => expect(allowed(from, to)).toBe(false))

  it('finds files that import one another, however long the circle', () => {
    const imports = ['a b', 'b c', 'c b', 'c d', 'e a'].map((pair) => ({ from: pair[0] ?? '', to: pair[2] ?? '' }))
    expect(findCycles(imports)).toEqual([['b', 'c', 'b']])
    expect(findCycles(imports.filter(({ from, to }) => from !== 'c' || to !== 'b'))).toEqual([])
  })
})

describe('reading imports', () => {
  it('sees every way in which a file names another', () => {
    const source = `
      import type { Kind } from './kind'
      import './side.css'
      export * from './all'
      export { one } from './one'
      const lazy = () => import('./lazy')
      type Far = import('./far').Far
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
      const plain = new URL('https://example.org')
      export const Box = () => <b>{lazy}</b>`
    expect(new Set(readSpecifiers('box.tsx', source))).toEqual(
      new Set(['./all', './far', './kind', './lazy', './one', './side.css', './worker.ts']),
    )
  })
})
