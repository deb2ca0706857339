import { describe, expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import type { EngineScript } from '../../engine/fake.fixture'
import type { DropReply } from '../../engine/protocol/drop'
import type { OpenedProject, ProjectContents } from '../../engine/protocol/project'
import { choicesFor } from '../../model/dataChoices'
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { DATASET, loaded, MODEL, openRun, setStage, sources, TEST } from '../actions.fixture'

const stack = createStack('image', [createLayer('Flatten'), createLayer('Dense', { units: 10, activation: 'softmax' })])
const project = { stack, recipe: { ...DEFAULT_RECIPE, epochs: 77, batchSize: 3 } }
const CONTENTS: ProjectContents = { savedAt: 1, document: { layers: 2 }, runs: [], versions: 0, problems: [] }
const brought: DropReply = { kind: 'projectFile', drop: 4, contents: CONTENTS, notes: [] }
const ALL = { document: true, images: true, model: true, runs: true, withWeights: true }
const NOTE = { isCaution: false, message: '2 runs of the file are now runs 1 and 2.' }

function stageWith(opened: OpenedProject | EngineError, script: EngineScript = {}) {
  return setStage({
    makeSampleDigits: () => loaded(DATASET),
    openFiles: () => brought,
    openProject: () => (opened instanceof EngineError ? Promise.reject(opened) : opened),
    evaluate: () => TEST,
    ...script,
  })
}

describe('a project file', () => {
  it('is shown before anything is replaced, dropped or chosen, with data at hand or without', async () => {
    const { actions, document, session } = stageWith({ notes: [] })
    await actions.loadSampleDigits()
    const before = document.getState()
    for (const bring of [
      () => actions.openFiles(sources('a.strata')),
      () => actions.openModel([new File([], 'a.strata')]),
    ]) {
      await bring()
      expect(session()).toMatchObject({
        project: { brought: { drop: 4, name: 'a.strata', contents: CONTENTS } },
        data: { dropped: undefined, trouble: undefined },
      })
      expect(document.getState()).toBe(before)
      actions.leaveProject()
      expect(session().project.brought).toBeUndefined()
    }
  })

  it('takes the place of document, images and model as one step of undo', async () => {
    const other = { ...DATASET, id: 2, name: 'pets' }
    const opened = { project, loaded: loaded(other, { ...choicesFor(2), excluded: [3] }), model: MODEL, notes: [NOTE] }
    const { actions, document, session, engine } = stageWith(opened)
    await actions.loadSampleDigits()
    const before = document.getState()
    await actions.openFiles(sources('a.strata'))
    await actions.openProject(ALL)
    expect(engine.calls.find(({ name }) => name === 'openProject')?.request).toEqual({
      ...ALL,
      drop: 4,
      data: before.data,
    })
    // Exactly as it was saved: nothing is fitted to anything.
    expect(document.getState()).toEqual({
      ...project,
      data: { ...choicesFor(2), excluded: [3] },
      did: 'Open the project a.strata',
    })
    expect(session()).toMatchObject({
      data: { dataset: other, importing: undefined },
      model: { current: MODEL, origin: 'Opened from a.strata.', saved: true, test: TEST },
      project: {
        brought: undefined,
        work: undefined,
        told: [
          {
            message:
              'The layers, the recipe and the images are now those of a.strata. Undo brings back the ones before.',
          },
          NOTE,
        ],
      },
    })
    actions.undo()
    expect(document.getState()).toEqual(before)
    actions.dismiss('told')
    expect(session().project.told).toEqual([])
  })

  it('may bring its decisions to the same images, and runs alone', async () => {
    const choices = { ...choicesFor(1), excluded: [8] }
    const { actions, document, session } = stageWith({ project, choices, notes: [] }, { summariseData: () => DATASET })
    await actions.loadSampleDigits()
    await actions.openFiles(sources('a.strata'))
    await actions.openProject({ ...ALL, images: false })
    expect(document.getState()).toMatchObject({ data: choices, recipe: { epochs: 77 } })

    const alone = stageWith({ notes: [NOTE] })
    const before = alone.document.getState()
    await alone.actions.openFiles(sources('a.strata'))
    await alone.actions.openProject({ ...ALL, document: false })
    expect(alone.document.getState()).toBe(before)
    expect(alone.session().project.told).toEqual([NOTE])
    expect(session().project.brought).toBeUndefined()
  })

  it('that is damaged is told in its window, which stays, and nothing changes', async () => {
    const message = 'The images in “a.strata” are damaged.'
    const { actions, document, session } = stageWith(new EngineError({ code: 'badModel', message }))
    const before = document.getState()
    await actions.openFiles(sources('a.strata'))
    await actions.openProject(ALL)
    expect(session().project).toMatchObject({ brought: { drop: 4 }, trouble: message, work: undefined, told: [] })
    expect(document.getState()).toBe(before)
  })

  it('can be left while it is opened, which says that runs stay', async () => {
    const { actions, session } = stageWith({ notes: [] }, { openProject: () => new Promise(() => undefined) })
    await actions.openFiles(sources('a.strata'))
    const opening = actions.openProject(ALL)
    actions.leaveProject()
    await opening
    expect(session().project).toMatchObject({
      brought: undefined,
      work: undefined,
      told: [{ message: 'Opening the project was cancelled. Runs that were taken in by then stay.' }],
    })
  })

  it('waits while a run goes on, and says for what', async () => {
    const { script } = openRun()
    const { actions, session } = stageWith({ notes: [] }, script)
    await actions.loadSampleDigits()
    void actions.startTraining()
    await actions.openFiles(sources('a.strata'))
    expect(session()).toMatchObject({
      project: { brought: undefined },
      data: { trouble: { message: 'A run is going on: stop it, or wait until it has ended.' } },
    })
  })
})

describe('saving a project', () => {
  const choice = { withModel: true, withImages: false, runs: [1], withWeights: true }

  it('hands over the file, and says what is not in it', async () => {
    const file = new Blob(['zip'])
    const { actions, session, engine, document } = stageWith(
      { notes: [] },
      { saveProject: () => ({ file, notes: ['Run 1 is still going on.'] }) },
    )
    actions.askToSave()
    expect(session().project.isSaving).toBe(true)
    expect(await actions.saveProject(choice)).toBe(file)
    const { stack, recipe, data } = document.getState()
    expect(engine.calls.at(-1)?.request).toEqual({
      withImages: false,
      runs: [1],
      withWeights: true,
      stack,
      recipe,
      data,
    })
    expect(session().project).toMatchObject({
      isSaving: false,
      told: [{ isCaution: true, message: 'Run 1 is still going on.' }],
    })
  })

  it('shows how far it is, and stays open where it fails', async () => {
    const { actions, session, engine } = stageWith(
      { notes: [] },
      {
        saveProject: (_, { emit }) => {
          emit({ type: 'projectProgress', done: 5, total: 9 })
          expect(session().project.work).toEqual({ done: 5, total: 9 })
          throw new EngineError({ code: 'badInput', message: 'Gone.' })
        },
      },
    )
    actions.askToSave()
    expect(await actions.saveProject(choice)).toBeUndefined()
    expect(session().project).toMatchObject({ isSaving: true, trouble: 'Gone.', work: undefined })
    expect(engine.calls).toHaveLength(1)
  })
})
