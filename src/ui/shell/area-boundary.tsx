import { Component, type ReactNode } from 'react'

interface AreaBoundaryProps {
  readonly children: ReactNode
  /** What is shown instead; `retry` draws the area again. */
  renderFault(retry: () => void): ReactNode
}

/** Keeps a fault in one area of the page from taking the others along. */
export class AreaBoundary extends Component<AreaBoundaryProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true }
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children
    return this.props.renderFault(() => {
      this.setState({ isBroken: false })
    })
  }
}
