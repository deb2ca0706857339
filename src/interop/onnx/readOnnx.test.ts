/** ONNX files of our own come back as they were, and those of others as layers, or are refused in a sentence. */
import { describe, expect, it } from 'vitest'
import { isSameStack } from '../../model/graph/stack'
import { PROOF_MODELS } from '../proofModels.fixture'
import { readOnnx } from './readOnnx'
import { write } from './write'

const CHOICES = [[], ['normalise'], ['channelsFirst'], ['normalise', 'channelsFirst']].map((chosen) => ({ chosen }))

describe.each(PROOF_MODELS)('$name', ({ model }) => {
  it.each(CHOICES)('comes back as it was, written with $chosen', async ({ chosen }) => {
    const [file] = (await write(model, new Set(chosen))).files
    const { notes, stack, weights, ...read } = readOnnx(file!.bytes)
    expect(notes).toEqual([])
    expect(isSameStack(stack, model.stack)).toBe(true)
    expect([...weights]).toEqual([...model.weights])
    expect({ ...read, stack: model.stack, weights: model.weights }).toEqual(model)
  })
})
