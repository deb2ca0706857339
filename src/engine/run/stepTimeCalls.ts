/** The call that measures a step. */
import type { HandlersOf } from '../protocol/messages'
import type { StepTimeCalls } from '../protocol/stepTime'
import type { EngineParts } from './engineParts'
import { measureStep } from './measureStep'

const MEASURING = 'The time of a step is being measured: wait until it is done.'

export function createStepTimeCalls({ openDevice, takeTurn, emit }: EngineParts): HandlersOf<StepTimeCalls> {
  return {
    measureStep: (request, signal) => takeTurn(MEASURING, signal, () => measureStep(request, openDevice, signal, emit)),
  }
}
