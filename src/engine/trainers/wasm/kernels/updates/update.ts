/** What an update in WebAssembly is. */
import type { V128 } from '../../assembler/expressions'
import type { Local } from '../../assembler/functionBuilder'
import type { KernelBuilder } from '../../kernel'

/** What is kept of four weights, by Keras's names. */
export interface Memory {
  /** As the step before left it. */
  load(name: string): Local<'v128'>
  keep(name: string, value: V128): Local<'v128'>
}

/** @returns what is taken from four weights. */
type Step = (gradient: Local<'v128'>, memory: Memory) => V128

/**
 * Code that all weights share, and the step of four of them. Arguments are constants of the kernel, and what is off is no part of it.
 *
 * @param rate the learning rate, four times.
 */
export type Update<Rule> = (rule: Rule, k: KernelBuilder, rate: Local<'v128'>) => Step
