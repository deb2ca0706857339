import { Component, type ReactNode } from 'react'
import { Message } from './Message'

interface BoundaryState {
  readonly cause?: string
}

/** Keeps an error in one part of the page from taking the rest with it: a sentence stands where the part was. */
export class Boundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override readonly state: BoundaryState = {}

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { cause: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { cause } = this.state
    if (cause === undefined) return this.props.children
    return (
      <Message kind="danger" where={cause}>
        This part of the page met an error that it did not expect: export what you need, then reload the page.
      </Message>
    )
  }
}
