/** What the blocks are called, and what each answers, in words for whoever reads the page. */
import type { BlockName } from './report'

export interface BlockWords {
  readonly title: string
  readonly about: string
}

export const BLOCKS: Readonly<Record<BlockName, BlockWords>> = {
  machine: {
    title: 'This machine',
    about:
      'What computes here, and its roofs: how fast it multiplies and adds, how fast it moves bytes, and what starting a piece of work costs.',
  },
  steps: {
    title: 'Whole training steps',
    about:
      'How long Strata takes for one batch: forward, backward and the update of the weights. “Of peak” compares with the arithmetic measured above, “of roof” with the least that arithmetic and memory allow together.',
  },
  kernels: {
    title: 'Each kernel alone',
    about:
      'A step is a dozen small programs on the device. Here each runs by itself, on the data of a training, so that one sees where the time goes.',
  },
  tuner: {
    title: 'The choice of kernels',
    about:
      'Some kernels can be cut in several ways, which give the same bits. Strata tries them while it trains, and takes the fastest. Here are the times that it sees in training, and beside them those of each way by itself.',
  },
  others: {
    title: 'Beside other libraries',
    about:
      'The same model, the same images and the same optimizer in TensorFlow.js and jax-js, as their authors publish them, in turn on the same device.',
  },
}
