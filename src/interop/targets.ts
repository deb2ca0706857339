/** What Strata writes models and recipes for, in the order of the menu. A new target is one line here, and its folder. */
import { litertTarget } from './litert/target'
import { kerasScriptTarget } from './python/keras/target'
import type { Target } from './target'
import { onnxTarget } from './onnx/target'
import { kserveTarget, tritonTarget } from './serving/targets'
import { tensorflowjsTarget } from './tensorflowjs/target'

export const TARGETS: readonly Target[] = [
  tensorflowjsTarget,
  onnxTarget,
  litertTarget,
  tritonTarget,
  kserveTarget,
  kerasScriptTarget,
]
