/** What Strata writes models and recipes for, in the order of the menu. A new target is one line here, and its folder. */
import type { Target } from './target'
import { teachableMachineTarget } from './teachableMachine/target'
import { tensorflowjsTarget } from './tensorflowjs/target'

export const TARGETS: readonly Target[] = [tensorflowjsTarget, teachableMachineTarget]
