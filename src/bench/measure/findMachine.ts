/** What a browser's worker has to compute on. */
import { findAdapter, requestDevice } from '../../engine/device/adapter'
import { openProcessor } from '../../engine/device/processor'
import { describeGpu, type Machine } from './machine'

export async function findMachine(): Promise<Machine> {
  const { userAgent, hardwareConcurrency } = navigator
  return {
    environment: { browser: userAgent, logicalProcessors: hardwareConcurrency },
    ...(await findGpu()),
    ...findProcessor(),
  }
}

async function findGpu(): Promise<Pick<Machine, 'gpu' | 'whyNoGpu'>> {
  try {
    const { adapter } = await findAdapter()
    return { gpu: describeGpu(adapter, await requestDevice(adapter)) }
  } catch (error) {
    return { whyNoGpu: messageOf(error) }
  }
}

function findProcessor(): Pick<Machine, 'processor' | 'whyNoProcessor'> {
  try {
    const { processor } = openProcessor()
    return processor ? { processor } : {}
  } catch (error) {
    return { whyNoProcessor: messageOf(error) }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
