/** The folder for servers: what goes in and out in Triton's own schema, and the program beside it on a server. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { encode } from 'fast-png'
import { afterAll, describe, expect, it } from 'vitest'
import { hasModules, runPython } from '../../../scripts/interop/python'
import { predictHere } from '../../engine/models/predictHere.fixture'
import type { TrainedModel } from '../../model/trainedModel'
import { PROOF_MODELS, proofImages, type ProofModel } from '../proofModels.fixture'
import { tritonTarget } from './targets'

const SERVE = join(import.meta.dirname, '../../../scripts/interop/serve_model.py')
const NAMES = ['cat "or" kitten', "it's </b> \\", 'Ärger 猫']
const [{ model: colour }] = PROOF_MODELS.filter(({ name }) => name === 'a residual net') as [ProofModel]
const MODEL: TrainedModel = { ...colour, classes: NAMES }

const made: string[] = []
async function writeFolder(chosen: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-serving-'))
  made.push(folder)
  const { write } = await tritonTarget.load()
  for (const { name, bytes } of (await write(MODEL, new Set(chosen))).files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  return folder
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

const PARSE = `
import json, sys
from google.protobuf import json_format, text_format
from tritonclient.grpc import model_config_pb2
config = text_format.Parse(open(sys.argv[1]).read(), model_config_pb2.ModelConfig())
print(json.dumps(json_format.MessageToDict(config, preserving_proto_field_name=True)))
`

describe.skipIf(!hasModules('tritonclient.grpc'))('Triton’s own schema', () => {
  it.each([
    { chosen: ['normalise'], format: 'FORMAT_NHWC', dims: ['12', '10', '3'] },
    { chosen: ['channelsFirst'], format: 'FORMAT_NCHW', dims: ['3', '12', '10'] },
  ])('reads config.pbtxt, written with $chosen', async ({ chosen, format, dims }) => {
    const folder = await writeFolder(chosen)
    const { stdout } = runPython(['-c', PARSE, join(folder, 'models/strata/config.pbtxt')])
    expect(JSON.parse(stdout)).toEqual({
      name: 'strata',
      backend: 'onnxruntime',
      max_batch_size: 64,
      input: [{ name: 'image', data_type: 'TYPE_FP32', format, dims }],
      output: [{ name: 'probabilities', data_type: 'TYPE_FP32', dims: ['3'], label_filename: 'labels.txt' }],
      dynamic_batching: {},
    })
  })
})

describe.skipIf(!hasModules('onnxruntime', 'PIL'))('classify.py, with a server of the protocol', () => {
  it.each([{ chosen: [] }, { chosen: ['normalise', 'channelsFirst'] }])(
    'names the class, written with $chosen',
    async ({ chosen }) => {
      const folder = await writeFolder(chosen)
      const picture = proofImages(MODEL.data, 1)
      const { width, height, channels } = MODEL.data
      const file = join(folder, 'picture.png')
      writeFileSync(file, encode({ width, height, data: picture, channels }))
      const expected = Array.from(await predictHere(MODEL, picture, 1))
      const best = expected.indexOf(Math.max(...expected))
      const { stdout } = runPython([SERVE, folder, file])
      expect(stdout).toBe(`${file}: ${NAMES[best]} (${(100 * expected[best]!).toFixed(1)}%)\n`)
    },
  )
})
