/** What Strata writes models and recipes for, in the order of the menu. A new target is one line here, and its folder. */
import { litertTarget } from './litert/target'
import { ludwigTarget } from './ludwig/target'
import { kerasScriptTarget } from './python/keras/target'
import { kerasTarget } from './keras/archive/target'
import { kerasJsonTarget } from './keras/layersJson/target'
import { kerasWeightsTarget } from './keras/weightsAlone/target'
import { kerasHdf5Target } from './keras/wholeHdf5/target'
import { safetensorsTarget } from './safetensors/target'
import { pytorchScriptTarget } from './python/pytorch/target'
import type { Target } from './target'
import { onnxTarget } from './onnx/target'
import { kserveTarget, tritonTarget } from './serving/targets'
import { teachableMachineTarget } from './teachableMachine/target'
import { tensorflowjsTarget } from './tensorflowjs/target'

export const TARGETS: readonly Target[] = [
  tensorflowjsTarget,
  teachableMachineTarget,
  kerasTarget,
  kerasHdf5Target,
  kerasWeightsTarget,
  onnxTarget,
  litertTarget,
  safetensorsTarget,
  tritonTarget,
  kserveTarget,
  kerasScriptTarget,
  pytorchScriptTarget,
  ludwigTarget,
  kerasJsonTarget,
]
