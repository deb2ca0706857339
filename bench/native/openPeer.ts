/** A contestant in Python: a process of its own, asked in lines of JSON. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Task } from '../../src/bench/measure/contestants/contestant'
import { describeTask } from './describeTask'

export interface Peer {
  /** Which of its ways was the fastest, where it has several. */
  readonly way: string
  train(steps: number): Promise<Turn>
  close(): void
}

export interface Turn {
  readonly milliseconds: number
  /** Of all threads together, those that wait in a loop too. */
  readonly processorMs: number
  /** The last step's. */
  readonly loss: number
}

/**
 * @param python its program. @param threads that it may compute with.
 * @throws Error when the model has something that the Python side can't build.
 */
export async function openPeer(python: string, name: 'torch' | 'jax', threads: number, task: Task): Promise<Peer> {
  const peer = spawn(python, [join(import.meta.dirname, 'serve.py'), name, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // JAX makes as many threads as this says.
    env: { ...process.env, NPROC: String(threads), JAX_PLATFORMS: 'cpu' },
  })
  const lines: AsyncIterator<string, undefined> = createInterface({ input: peer.stdout })[Symbol.asyncIterator]()
  const ask = async (request: unknown): Promise<unknown> => {
    peer.stdin.write(`${JSON.stringify(request)}\n`)
    const { value } = await lines.next()
    if (value === undefined) throw new Error(`Python ended while it was asked about ${name}`)
    return JSON.parse(value)
  }
  const { way } = (await ask(describeTask(task))) as { readonly way: string }
  return {
    way,
    train: (steps) => ask({ steps }) as Promise<Turn>,
    close: () => void peer.stdin.end(),
  }
}
