/** Dense forward, and its input's gradient: products of the images' rows with a matrix. */
import type { Expr } from '../assembler/expressions'
import { keepsSum } from '../../plan/activations'
import type { DenseForward, DenseInputGradient } from '../../plan/operations/dense'
import { activate, timesDerivative } from '../activations'
import { behind, f32x4, i32, v128, type Address, type I32 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, vectorsOf, type Kernel, type KernelBuilder } from '../kernel'
import { blocksOf } from '../tiles'
import { accumulate, clearSums, loadSums, openSums, storeSums } from './accumulate'

interface Product {
  /** images x inputs. */
  readonly rows: Address
  readonly inputs: number
  /** inputs x outputs. */
  readonly matrix: Address
  readonly outputs: number
  readonly bias?: Address
  readonly batchSize: number
}

/** @param at among images x outputs, in bytes; `offset` is added to it. */
type Finish = (value: Local<'v128'>, at: Expr<'i32'>, offset: number, lanes: number) => void

/** Images and vectors of a tile, and images left over one by one. */
const IMAGES = 4
const VECTORS = 2
/** Bytes of a matrix that stay near the processor. */
const NEAR = 262_144
/** Rows of a larger matrix that are worked on at a time, so that it is read once, and not column by column from far apart. */
const INPUTS = 32

function multiply(k: KernelBuilder, product: Product, finish: Finish): void {
  const { inputs, outputs } = product
  if (VALUE * inputs * outputs <= NEAR || inputs <= INPUTS) multiplyAtOnce(k, product, finish)
  else multiplyByRows(k, product, finish)
}

function eachTile(k: KernelBuilder, body: (image: I32, images: number) => void): void {
  const whole = k.f.let(i32.and(k.images, -IMAGES))
  k.f.loop(whole, (image) => body(image, IMAGES), { by: IMAGES })
  k.f.loop(k.images, (image) => body(image, 1), { from: whole })
}

function multiplyAtOnce(k: KernelBuilder, { rows, inputs, matrix, outputs, bias }: Product, finish: Finish): void {
  const { f } = k
  eachTile(k, (image, images) => {
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
        const factors = {
          row: k.pointer(behind(rows, i32.mul(image, VALUE * inputs))),
          rowStep: VALUE * inputs,
          rowStride: VALUE,
          column: k.pointer(behind(matrix, column)),
          columnStride: VALUE * outputs,
        }
        accumulate(k, sums, factors, inputs)
        const at = f.let(i32.add(i32.mul(image, VALUE * outputs), column))
        for (const [row, vectors] of sums.entries()) {
          for (const [vector, value] of vectors.entries()) {
            const lanes = vector === vectors.length - 1 ? block.lastLanes : 4
            finish(value, at, VALUE * row * outputs + VECTOR * vector, lanes)
          }
        }
      })
    }
  })
}

/** The same sums in the same order: they wait in memory between one run of rows and the next. */
function multiplyByRows(
  k: KernelBuilder,
  { rows, inputs, matrix, outputs, bias, batchSize }: Product,
  finish: Finish,
): void {
  const { f } = k
  const width = VECTOR * vectorsOf(outputs)
  const waiting = k.scratch((batchSize * width) / VALUE)
  const eachVector = (body: (at: I32, column: I32, image: I32) => void): void =>
    f.loop(k.images, (image) => {
      const first = f.let(i32.mul(image, width))
      f.loop(width, (column) => body(f.let(i32.add(first, column)), column, image), { by: VECTOR })
    })

  eachVector((at, column) => f.storeV128(behind(waiting, at), bias ? v128.load(behind(bias, column)) : f32x4.splat(0)))
  f.loop(
    inputs,
    (first) => {
      const left = f.let(i32.sub(inputs, first))
      const count = f.let(i32.select(i32.ltS(left, INPUTS), left, INPUTS))
      const corner = f.let(i32.mul(first, VALUE * outputs))
      for (const block of blocksOf(outputs, VECTORS)) {
        f.loop(block.count, (index) => {
          const column = f.let(i32.add(i32.mul(index, block.vectors * VECTOR), VALUE * block.column))
          eachTile(k, (image, images) => {
            const sums = openSums(k, images, block.vectors)
            const target = { base: k.pointer(behind(waiting, i32.add(i32.mul(image, width), column))), offset: 0 }
            loadSums(k, sums, target, width)
            const factors = {
              row: k.pointer(behind(rows, i32.mul(i32.add(i32.mul(image, inputs), first), VALUE))),
              rowStep: VALUE * inputs,
              rowStride: VALUE,
              column: k.pointer(behind(matrix, i32.add(corner, column))),
              columnStride: VALUE * outputs,
            }
            accumulate(k, sums, factors, count)
            storeSums(k, sums, target, width, 4)
          })
        })
      }
    },
    { by: INPUTS },
  )
  const lastLanes = outputs % 4 || 4
  eachVector((at, column, image) => {
    const value = f.let(v128.load(behind(waiting, at)))
    const place = f.let(i32.add(i32.mul(image, VALUE * outputs), column))
    if (lastLanes === 4) finish(value, place, 0, 4)
    else {
      f.when(
        i32.ltS(column, width - VECTOR),
        () => finish(value, place, 0, 4),
        () => finish(value, place, 0, lastLanes),
      )
    }
  })
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
    batchSize: spec.batchSize,
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
  const product = {
    rows: k.buffer(spec.source),
    inputs: units,
    matrix: k.buffer(spec.kernel),
    outputs: inputs,
    batchSize: spec.batchSize,
  }
  multiply(k, product, (value, at, offset, lanes) => {
    const place = (name: string): Address => behind(behind(k.buffer(name), at), offset)
    const gradient = kept ? f.let(timesDerivative(f, kept.activation, value, v128.load(place(kept.buffer)))) : value
    f.storeLanes(place(spec.gradient), gradient, lanes)
  })
}
