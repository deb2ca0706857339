/** Layers and a recipe go out as an address, and come in by one. */
import type { DocumentStore } from '../document/document'
import type { DropActions } from '../drop/dropActions'
import { changePart, type SessionStore } from '../session/session'
import { LinkError, readLink, writeLink } from './link'

export interface LinkActions {
  /** The address that opens the layers and the recipe of the page. @param page the page's own. */
  linkTo(page: string): Promise<string>
  /** Opens the layers and the recipe in an address, as one step of undo. @param hash its part from `#` on. */
  openLink(hash: string): Promise<void>
}

export interface LinkActionsParts {
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly drops: Pick<DropActions, 'openModel'>
}

export function createLinkActions({ document, session, drops }: LinkActionsParts): LinkActions {
  return {
    linkTo: (page) => writeLink(document.getState(), page),
    async openLink(hash) {
      try {
        await drops.openModel([new File([await readLink(hash)], 'the link', { type: 'application/json' })])
      } catch (error) {
        if (!(error instanceof LinkError)) throw error
        changePart(session, 'model', { trouble: { message: error.message }, notes: [] })
      }
    },
  }
}
