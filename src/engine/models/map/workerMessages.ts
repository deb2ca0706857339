/** What the worker of a map says. It is sent a `MapSource`. */
import type { EngineFailure } from '../../protocol/messages'
import type { Layout, TellProgress } from './layOut'

export type FromMapWorker =
  | { readonly kind: 'progress'; readonly progress: Parameters<TellProgress>[0] }
  | { readonly kind: 'layout'; readonly layout: Layout }
  | { readonly kind: 'failure'; readonly failure: EngineFailure }
