import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { TrainedModel } from '../../model/trainedModel'
import { readOnnx } from '../onnx/readOnnx'
import { PROOF_MODELS } from '../proofModels.fixture'
import { SMALL_MODEL } from '../smallModel.fixture'
import { kserveTarget, tritonTarget } from './targets'

async function textsOf(target: typeof tritonTarget, model: TrainedModel, ...chosen: readonly string[]) {
  const { write } = await target.load()
  const { files } = await write(model, new Set(chosen))
  return new Map(files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]))
}

const ODD: TrainedModel = { ...SMALL_MODEL, classes: ['two\nlines', '"quoted"', '../up'] }

describe('a folder for Triton', () => {
  it('has the model under its version, what goes in and out, and one class a line', async () => {
    const texts = await textsOf(tritonTarget, ODD)
    expect([...texts.keys()]).toEqual([
      'models/strata/1/model.onnx',
      'models/strata/config.pbtxt',
      'models/strata/labels.txt',
      'classify.py',
      'README.md',
    ])
    expect(texts.get('models/strata/labels.txt')).toBe('two lines\n"quoted"\n../up\n')
    expect(texts.get('models/strata/config.pbtxt')).toMatch(/FORMAT_NHWC\s+dims: \[ 4, 4, 1 \][^]*dims: \[ 3 \]/)
  })

  it('says that names lost their line breaks', async () => {
    const { write } = await tritonTarget.load()
    expect((await write(ODD, new Set())).notes.join()).toContain(
      'Names of classes with several lines stand in one line',
    )
    expect((await write(SMALL_MODEL, new Set())).notes).toEqual([])
  })

  it('takes images as they were chosen to go in', async () => {
    const [, , { model }] = PROOF_MODELS as never as readonly [unknown, unknown, { readonly model: TrainedModel }]
    const plain = await textsOf(tritonTarget, model)
    const first = await textsOf(tritonTarget, model, 'normalise', 'channelsFirst')
    expect(plain.get('README.md')).toContain('12 × 10 × 3')
    expect(plain.get('README.md')).toContain('mean 120.5, 99.25, 87.125')
    expect(first.get('models/strata/config.pbtxt')).toMatch(/FORMAT_NCHW\s+dims: \[ 3, 12, 10 \]/)
    expect(first.get('README.md')).toContain('pixels from 0 to 255')
  })

  it('holds the ONNX file that Strata opens', async () => {
    const { write } = await tritonTarget.load()
    const [file] = (await write(SMALL_MODEL, new Set(['normalise']))).files
    expect(readOnnx(file!.bytes)).toEqual({ ...SMALL_MODEL, notes: [] })
  })
})

it('for KServe there is an InferenceService beside it, with version 2 of the protocol', async () => {
  const texts = await textsOf(kserveTarget, ODD)
  expect(parse(texts.get('inferenceservice.yaml')!)).toEqual({
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name: 'strata' },
    spec: {
      predictor: {
        model: { modelFormat: { name: 'onnx' }, protocolVersion: 'v2', storageUri: 's3://BUCKET/models' },
      },
    },
  })
  expect(texts.get('models/strata/config.pbtxt')).toBe(
    (await textsOf(tritonTarget, ODD)).get('models/strata/config.pbtxt'),
  )
})
