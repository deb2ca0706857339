/** Dense forward, and its input's gradient: products of the images' rows with a matrix. */
import type { Expr } from '../assembler/expressions'
import { keepsSum } from '../../plan/activations'
import type { DenseForward, DenseInputGradient } from '../../plan/operations/dense'
import { activate, timesDerivative } from '../activations'
import { behind, i32, v128, type Address, type I32 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, type Kernel, type KernelBuilder } from '../kernel'
import { blocksOf } from '../tiles'
import { accumulate, clearSums, openSums } from './accumulate'

interface Product {
  /** images x inputs. */
  readonly rows: Address
  readonly inputs: number
  /** inputs x outputs. */
  readonly matrix: Address
  readonly outputs: number
  readonly bias?: Address
}

/** Images and vectors of a tile, and images left over one by one. */
const IMAGES = 4
const VECTORS = 3

/** @param finish with four sums, and where they lie among images x outputs, in bytes. */
function multiply(
  k: KernelBuilder,
  { rows, inputs, matrix, outputs, bias }: Product,
  finish: (value: Local<'v128'>, at: Expr<'i32'>, offset: number, lanes: number) => void,
): void {
  const { f } = k
  const tile = (image: I32, images: number): void => {
    for (const block of blocksOf(outputs, VECTORS)) {
      const sums = openSums(k, images, block.vectors)
      f.loop(block.count, (index) => {
        const column = f.let(i32.add(i32.mul(index, block.vectors * VECTOR), VALUE * block.column))
        if (bias) {
          for (let vector = 0; vector < block.vectors; vector++) {
            const first = f.let(v128.load(behind(bias, i32.add(column, vector * VECTOR))))
            for (const row of sums) f.set(row[vector]!, first)
          }
        } else clearSums(k, sums)
        accumulate(
          k,
          sums,
          {
            row: k.pointer(behind(rows, i32.mul(image, VALUE * inputs))),
            rowStep: VALUE * inputs,
            rowStride: VALUE,
            column: k.pointer(behind(matrix, column)),
            columnStride: VALUE * outputs,
          },
          inputs,
        )
        const at = f.let(i32.add(i32.mul(image, VALUE * outputs), column))
        for (const [row, vectors] of sums.entries()) {
          for (const [vector, value] of vectors.entries()) {
            const lanes = vector === vectors.length - 1 ? block.lastLanes : 4
            finish(value, at, VALUE * row * outputs + VECTOR * vector, lanes)
          }
        }
      })
    }
  }
  const whole = f.let(i32.and(k.images, -IMAGES))
  f.loop(whole, (image) => tile(image, IMAGES), { by: IMAGES })
  f.loop(k.images, (image) => tile(image, 1), { from: whole })
}

export const denseForward: Kernel<DenseForward> = (spec, k) => {
  const { inputs, units, activation, kernelOffset, biasOffset } = spec
  const { f } = k
  const product = {
    rows: k.buffer(spec.input),
    inputs,
    matrix: k.weights(kernelOffset),
    outputs: units,
    ...(biasOffset !== undefined && { bias: k.weights(biasOffset) }),
  }
  multiply(k, product, (value, at, offset, lanes) => {
    const place = (name: string): Address => behind(behind(k.buffer(name), at), offset)
    if (keepsSum(activation)) f.storeLanes(place(spec.sums), value, lanes)
    f.storeLanes(place(spec.output), f.let(activate(f, activation, value)), lanes)
  })
}

export const denseInputGradient: Kernel<DenseInputGradient> = (spec, k) => {
  const { inputs, units, kept } = spec
  const { f } = k
  const product = { rows: k.buffer(spec.source), inputs: units, matrix: k.buffer(spec.kernel), outputs: inputs }
  multiply(k, product, (value, at, offset, lanes) => {
    const place = (name: string): Address => behind(behind(k.buffer(name), at), offset)
    const gradient = kept ? f.let(timesDerivative(f, kept.activation, value, v128.load(place(kept.buffer)))) : value
    f.storeLanes(place(spec.gradient), gradient, lanes)
  })
}
