import { useId, useRef, type ReactNode, type RefObject, type ToggleEvent } from 'react'
import { createPortal } from 'react-dom'
import './menu.css'

interface PopoverButtonProps {
  /** The name of the button, and of what it opens. */
  readonly label: string
  readonly className: string
  readonly isDisabled: boolean
  readonly panel: RefObject<HTMLDivElement | null>
  /** What the button shows. */
  readonly face: ReactNode
  readonly children: ReactNode
}

/** Room between the button and what it opens, CSS pixels. */
const GAP = 4

/**
 * A button that opens a panel over the page. The panel is the browser's own popover: Escape and a
 * click elsewhere close it, and the focus comes back.
 */
export function PopoverButton(props: PopoverButtonProps) {
  const { label, className, isDisabled, panel, face, children } = props
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const place = ({ newState, currentTarget }: ToggleEvent<HTMLDivElement>) => {
    if (newState === 'open' && button.current !== null) placeBeside(currentTarget, button.current)
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        disabled={isDisabled}
        popoverTarget={id}
      >
        {face}
      </button>
      {/* Cards of the stage are scaled; what a card opens is not. */}
      {createPortal(
        <div
          ref={panel}
          id={id}
          popover="auto"
          role="group"
          aria-label={label}
          className="menu"
          onToggle={place}
        >
          {children}
        </div>,
        document.body,
      )}
    </>
  )
}

/** Below the button, or above it where there is no room; and always on the page. */
function placeBeside(panel: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect()
  const { offsetWidth, offsetHeight } = panel
  const isAbove = at.bottom + GAP + offsetHeight > window.innerHeight
  const top = isAbove ? at.top - GAP - offsetHeight : at.bottom + GAP
  const left = Math.min(at.left, window.innerWidth - offsetWidth - GAP)
  panel.style.top = `${Math.max(GAP, top)}px`
  panel.style.left = `${Math.max(GAP, left)}px`
}
