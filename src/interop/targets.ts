/** What Strata writes models and recipes for, in the order of the menu. A new target is one line here, and its folder. */
import { litertTarget } from './litert/target'
import { safetensorsTarget } from './safetensors/target'
import type { Target } from './target'
import { tensorflowjsTarget } from './tensorflowjs/target'

export const TARGETS: readonly Target[] = [tensorflowjsTarget, litertTarget, safetensorsTarget]
