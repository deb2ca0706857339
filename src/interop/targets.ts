/** What Strata writes models and recipes for, in the order of the menu. A new target is one line here, and its folder. */
import { ludwigTarget } from './ludwig/target'
import { kerasScriptTarget } from './python/keras/target'
import { pytorchScriptTarget } from './python/pytorch/target'
import type { Target } from './target'
import { tensorflowjsTarget } from './tensorflowjs/target'

export const TARGETS: readonly Target[] = [tensorflowjsTarget, kerasScriptTarget, pytorchScriptTarget, ludwigTarget]
