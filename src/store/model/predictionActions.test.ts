/** From a number to its images: whoever waits is told, and a label that is right stays as it is. */
import { expect, it } from 'vitest'
import { EngineError } from '../../engine/client'
import type { EngineScript } from '../../engine/fake.fixture'
import { DATASET, loaded, MODEL, opened, setStage, sources } from '../actions.fixture'

const aborted = () => new EngineError({ code: 'aborted', message: 'Other work came first.' })

async function setModel(script: EngineScript) {
  const stage = setStage({
    makeSampleDigits: () => loaded(DATASET),
    summariseData: () => DATASET,
    openFiles: () => opened(),
    ...script,
  })
  await stage.actions.loadSampleDigits()
  await stage.actions.openFiles(sources('model.json'))
  return stage
}

it('says that other work came first to whoever waits, and looks again at a second press', async () => {
  let tries = 0
  const { actions, session } = await setModel({
    findPredicted: () => (tries++ === 0 ? Promise.reject(aborted()) : { images: Uint32Array.of(7) }),
  })
  await actions.showPredicted('test', { kind: 'mistakes' }, 'Mistakes')
  expect(session().model).toMatchObject({ looking: false, lookTrouble: expect.stringContaining('try again') as string })
  await actions.showPredicted('test', { kind: 'mistakes' }, 'Mistakes')
  expect(session().model).toMatchObject({ looking: false, lookTrouble: undefined, looked: { model: 1, dataset: 1 } })
  expect(session().data.listed).toEqual({ images: [7], why: 'Mistakes', of: { split: 'test' } })
})

it('tells how far the model has come, and ends without a word when a person cancels', async () => {
  const { actions, session } = await setModel({
    findPredicted: (_request, { emit, signal }) => {
      emit({ type: 'lookProgress', share: 0.25 })
      return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(aborted())))
    },
  })
  const look = actions.showPredicted('test', { kind: 'mistakes' }, 'Mistakes')
  expect(session().model).toMatchObject({ looking: true, lookShare: 0.25 })
  actions.stopLooking()
  await look
  expect(session().model).toMatchObject({ looking: false, lookTrouble: undefined })
  expect(session().data.listed).toBeUndefined()
})

it('says that other work came first to whoever waits for a file', async () => {
  const { actions, session } = await setModel({ writePredictions: () => Promise.reject(aborted()) })
  expect(await actions.writePredictions('ludwig')).toBeUndefined()
  expect(session().model).toMatchObject({
    looking: false,
    trouble: { message: expect.stringContaining('try again') as string },
  })
})

it('shows what was asked for last, without a word on what was asked for before', async () => {
  const { actions, session } = await setModel({
    findPredicted: ({ query }) =>
      query.kind === 'unsure' ? { images: Uint32Array.of(3) } : new Promise(() => undefined),
  })
  const first = actions.showPredicted('test', { kind: 'mistakes' }, 'Mistakes')
  await actions.showPredicted('test', { kind: 'unsure' }, 'Least sure')
  await first
  expect(session().model).toMatchObject({ looking: false, lookTrouble: undefined })
  expect(session().data.listed?.why).toBe('Least sure')
})

it('says nothing of an earlier model’s trouble once another is at hand', async () => {
  let id = 1
  const { actions, session } = await setModel({
    openFiles: () => opened({ ...MODEL, id: id++ }),
    findPredicted: () => Promise.reject(aborted()),
  })
  await actions.showPredicted('test', { kind: 'mistakes' }, 'Mistakes')
  expect(session().model.lookTrouble).toBeDefined()
  await actions.openFiles(sources('other.json'))
  expect(session().model).toMatchObject({ current: { id: 2 }, lookTrouble: undefined })
})

it('accepts what the model says where it says otherwise, and counts those alone', async () => {
  const { actions, document } = await setModel({
    predictedImages: ({ images }) =>
      images.map((image) => ({
        image,
        label: '0',
        predicted: image === 5 || image === 2 ? 3 : image === 6 ? 1 : 0,
        // The outputs for image 9 are no numbers.
        probabilities: Array<number>(10).fill(image === 9 ? NaN : 0.1),
      })),
  })
  await actions.acceptPredicted([4, 6, 5, 9, 2])
  expect(document.getState().data.relabelled).toEqual([
    { image: 2, label: '3' },
    { image: 5, label: '3' },
    { image: 6, label: '1' },
  ])
  expect(document.getState().did).toBe('Accept the model’s label of 3 images')
  const { length } = document.temporal.getState().pastStates
  await actions.acceptPredicted([4, 9])
  expect(document.temporal.getState().pastStates).toHaveLength(length)
})

it('accepts no class of the model that the data don’t have', async () => {
  const classes = DATASET.classes.filter((name) => name !== '3')
  const { actions, document } = await setModel({
    makeSampleDigits: () => loaded({ ...DATASET, classes }),
    predictedImages: ({ images }) =>
      images.map((image) => ({
        ...{ image, label: '4', predicted: image === 5 ? 3 : 4 + (image % 2) },
        probabilities: Array<number>(10).fill(0.1),
      })),
  })
  await actions.acceptPredicted([4, 5, 7])
  expect(document.getState().data.relabelled).toEqual([{ image: 7, label: '5' }])
})

it('leaves out the images of classes that the model does not know, in one step of undo', async () => {
  const classes = ['ant', ...DATASET.classes.slice(1)]
  const asked: unknown[] = []
  const { actions, document } = await setModel({
    makeSampleDigits: () => loaded({ ...DATASET, classes }),
    listImages(request) {
      asked.push(request)
      return { images: Uint32Array.of(8, 2) }
    },
  })
  await actions.leaveOutUnknown()
  expect(asked).toEqual([{ data: expect.objectContaining({ dataset: 1 }) as object, classIndex: 0 }])
  expect(document.getState().data.excluded).toEqual([2, 8])
  expect(document.getState().did).toBe('Leave out the images of “ant”')
  actions.undo()
  expect(document.getState().data.excluded).toEqual([])
})
