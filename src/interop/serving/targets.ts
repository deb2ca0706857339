/** What the page knows of servers of models as something to write for: one folder that Triton serves, alone or within KServe. */
import { CHANNELS_FIRST, NORMALISE } from '../onnx/choices'
import type { ModelTarget } from '../target'

export const tritonTarget: ModelTarget = {
  id: 'triton',
  name: 'Triton',
  purpose: 'For NVIDIA’s Triton Inference Server: a model repository, which it serves on GPU or processor, in batches.',
  takes: 'model',
  choices: [NORMALISE, CHANNELS_FIRST],
  findObstacle: () => undefined,
  load: () => import('./writeTriton'),
}

export const kserveTarget: ModelTarget = {
  id: 'kserve',
  name: 'KServe',
  purpose: 'For Kubernetes with KServe: the same repository, and the InferenceService that serves it.',
  takes: 'model',
  choices: [NORMALISE, CHANNELS_FIRST],
  findObstacle: () => undefined,
  load: () => import('./writeKserve'),
}
