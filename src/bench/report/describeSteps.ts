/** Figures that follow from times, work and roofs. */
import type { KernelFigures, KernelsOfStep, StepFigures } from './report'
import { boundOf, leastMilliseconds, type Roof, type Work } from './roof'
import type { Spread } from './spread'

export interface MeasuredStep extends Pick<
  StepFigures,
  'trainer' | 'model' | 'batchSize' | 'javascriptMilliseconds' | 'readyMilliseconds'
> {
  readonly stepMilliseconds: Spread
  readonly bytesHeld: number
  /** Of each kernel. */
  readonly work: readonly Work[]
}

/** @param roof of the device that trained; absent where none was measured. */
export function toStepFigures({ bytesHeld, work, ...step }: MeasuredStep, roof: Roof | undefined): StepFigures {
  const milliseconds = step.stepMilliseconds.median
  const flops = sum(work.map((each) => each.flops))
  return {
    ...step,
    imagesPerSecond: (1000 * step.batchSize) / milliseconds,
    stepGigaflops: flops / 1e9,
    ...(step.trainer === 'gpu' && { stepMegabytesMoved: sum(work.map(({ bytes }) => bytes)) / 1e6 }),
    gigaflopsPerSecond: flops / milliseconds / 1e6,
    megabytesHeld: bytesHeld / 1e6,
    ...(roof && {
      shareOfPeak: flops / roof.flopsPerMillisecond / milliseconds,
      shareOfRoof: leastMilliseconds(work, roof) / milliseconds,
    }),
  }
}

export interface MeasuredKernel extends Work {
  readonly layer: string
  readonly name: string
  readonly milliseconds: number
}

export function toKernelsOfStep(
  step: Pick<KernelsOfStep, 'model' | 'batchSize' | 'clock' | 'stepMilliseconds'>,
  kernels: readonly MeasuredKernel[],
  roof: Roof | undefined,
): KernelsOfStep {
  const all = sum(kernels.map(({ milliseconds }) => milliseconds))
  return {
    ...step,
    kernelsMilliseconds: all,
    kernelsMinusStepMilliseconds: all - step.stepMilliseconds,
    kernels: kernels.map(({ layer, name, milliseconds, flops, bytes }): KernelFigures => {
      const per = (amount: number): number => (milliseconds > 0 ? amount / milliseconds / 1e6 : 0)
      return {
        layer,
        name,
        milliseconds,
        gigaflops: flops / 1e9,
        megabytesMoved: bytes / 1e6,
        gigaflopsPerSecond: per(flops),
        gigabytesPerSecond: per(bytes),
        shareOfKernels: all > 0 ? milliseconds / all : 0,
        ...(roof &&
          milliseconds > 0 && {
            shareOfRoof: leastMilliseconds([{ flops, bytes }], roof) / milliseconds,
            bound: boundOf({ flops, bytes }, roof),
          }),
      }
    }),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
