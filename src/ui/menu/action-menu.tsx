import { useRef, type ReactNode } from 'react'
import { PopoverButton } from './popover-button.tsx'

/** Something that can be done, in a menu. */
export interface MenuAction {
  readonly name: string
  /** What it does, where the name does not say. */
  readonly hint?: string
  readonly isDisabled?: boolean
  act(): void
}

interface ActionMenuProps {
  /** The name of the button for a screen reader. */
  readonly label: string
  readonly className: string
  readonly isDisabled?: boolean
  readonly actions: readonly MenuAction[]
  /** What the button shows. */
  readonly children: ReactNode
}

/** A button that opens a list of things to do. */
export function ActionMenu({ label, className, isDisabled, actions, children }: ActionMenuProps) {
  const panel = useRef<HTMLDivElement>(null)
  return (
    <PopoverButton
      label={label}
      className={className}
      isDisabled={isDisabled === true}
      panel={panel}
      face={children}
    >
      {actions.map(({ name, hint, isDisabled: isOff, act }) => (
        <button
          key={name}
          type="button"
          className="menu__item"
          disabled={isOff === true}
          onClick={() => {
            panel.current?.hidePopover()
            act()
          }}
        >
          {name}
          {hint !== undefined && <span className="menu__hint">{hint}</span>}
        </button>
      ))}
    </PopoverButton>
  )
}
