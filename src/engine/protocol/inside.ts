/** What the page asks of the inside of a model, for one image: types only. */
import type { DataChoices } from '../../model/dataChoices'
import type { HeatMapMethod } from '../../model/inside/heatMap'
import type { ValueTerms } from '../../model/inside/valueTerms'
import type { LayerClassName } from '../../model/layers/registry'
import type { ImageSettings } from '../../data/images/oneImage'

/** An image to look into a model with. */
export type ObservedImage =
  /** One of the data. */
  | { readonly kind: 'ofData'; readonly data: DataChoices; readonly image: number }
  /** One that was drawn, or came as a file: height x width x channels of the model's images, in bytes. */
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array<ArrayBuffer> }

export interface OfImage {
  readonly model: number
  readonly image: ObservedImage
}

/** A layer of the stack, by its index in it. */
export interface LayerInside {
  readonly layer: number
  /** Its Keras name. */
  readonly name: string
  readonly className: LayerClassName
  /** Of its output for one image, without the batch axis: `[26, 26, 32]`. */
  readonly shape: readonly number[]
  /** Whether its output has places for a heat map, and scores come behind it. */
  readonly hasHeatMap: boolean
  /** The shape of the kernel that its filters are read from. Absent where it has none with places. */
  readonly kernel?: readonly number[]
}

export interface ImageInside {
  /** As the model's normalisation gets it: height x width x channels, in bytes. */
  readonly pixels: Uint8Array<ArrayBuffer>
  /** The index of its class among the model's. Absent where nobody says. */
  readonly label?: number
  /** Of all classes of the model, in its order: before the softmax, and behind it. */
  readonly scores: readonly number[]
  readonly probabilities: readonly number[]
  /** In the order of the stack. */
  readonly layers: readonly LayerInside[]
}

/** Values in row-major order. */
export interface Values {
  readonly shape: readonly number[]
  readonly values: Float32Array<ArrayBuffer>
}

export interface HeatMap {
  readonly height: number
  readonly width: number
  /** Row by row, from 0 to 1: 1 is the largest. All 0 where nothing speaks for the class. */
  readonly values: Float32Array<ArrayBuffer>
  /** What 1 stands for. */
  readonly most: number
}

export interface Occlusion {
  /** How many places the patch had, down and across. */
  readonly rows: number
  readonly columns: number
  /** The patch's side, and how far it moved from one place to the next, in pixels. */
  readonly patch: number
  readonly stride: number
  /** The probability of the class without the patch. */
  readonly whole: number
  /** And with it, place by place, row by row. */
  readonly probabilities: Float32Array<ArrayBuffer>
}

/**
 * All but `readImage` are refused with `badInput` when the engine has no such model or image, or the image is not of the model's shape. The
 * model looks at the image once, and what its layers make of it is kept until another image comes. Looks give way to all other work, and are
 * then aborted.
 */
export interface InsideCalls {
  lookInside(request: OfImage): ImageInside
  /** What a layer makes of the image. */
  readOutput(request: OfImage & { readonly layer: number }): Values
  /**
   * What one value of a layer's output is made of.
   * @param at its place: as many numbers as the output has axes.
   */
  readValue(request: OfImage & { readonly layer: number; readonly at: readonly number[] }): ValueTerms
  /** Where what the layer sees speaks for a class. */
  heatMap(
    request: OfImage & { readonly layer: number; readonly classIndex: number; readonly method: HeatMapMethod },
  ): HeatMap
  /** How probable a class is with a patch of the image’s own mean colour over each place of it. */
  occlude(
    request: OfImage & { readonly classIndex: number; readonly patch: number; readonly stride: number },
  ): Occlusion
  /** A layer's kernel, in Keras's order of axes. */
  readKernel(request: { readonly model: number; readonly layer: number }): Values
  /** An image file as an image of the model. Refused with `badInput` when it can't be read. */
  readImage(request: { readonly model: number; readonly file: File; readonly settings: ImageSettings }): {
    readonly pixels: Uint8Array<ArrayBuffer>
    /** As they are in the file. */
    readonly width: number
    readonly height: number
  }
}
