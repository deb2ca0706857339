/** How long the layers of a model take in a step of training: types only. */
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { Recipe } from '../../model/training/recipe'

/** What a step does beside its layers: bringing the images, the loss with the metrics, and the update of the weights. */
export type RestOfStep = 'images' | 'loss' | 'update'

/** Milliseconds. */
export interface LayerTime {
  readonly forward: number
  readonly backward: number
}

export interface StepTime {
  /** Of one step: all parts together. */
  readonly milliseconds: number
  /** By the layers' names. Layers that compute nothing of their own, as Flatten, are absent. */
  readonly layers: Readonly<Record<string, LayerTime>>
  readonly rest: Readonly<Record<RestOfStep, number>>
  /** Layers whose work another layer's operations do, or the loss, by their names. */
  readonly takenIn: Readonly<Record<string, TakenIn>>
  /** Whether the device told the times itself, or they are those from a submit to its end. */
  readonly clock: 'device' | 'queue'
}

export type TakenIn = { readonly layer: string } | 'loss'

export interface MeasureRequest {
  readonly stack: Stack
  /** The shape of the images; what is in them makes no difference. */
  readonly data: DataShape
  readonly recipe: Recipe
}

/** Sent while a step is measured: the share that is done, from 0 to 1. */
export interface MeasureProgress {
  readonly type: 'measureProgress'
  readonly share: number
}

export interface StepTimeCalls {
  /**
   * Sends `measureProgress`. Measures a step of a new model of this stack on drawn images, beside all models and runs. Refused while a run or a test has the device,
   * and with `device` where no layer's time can be told from another's.
   */
  measureStep(request: MeasureRequest): StepTime
}
