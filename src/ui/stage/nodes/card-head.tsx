import type { ReactNode } from 'react'
import { useScene } from '../stage-context.tsx'

interface CardHeadProps {
  readonly id: string
  readonly title: string
  readonly kind: string
  readonly children?: ReactNode
}

/** The head of a card: its name, what it is, and its badges. The name selects it. */
export function CardHead({ id, title, kind, children }: CardHeadProps) {
  const { select } = useScene()
  return (
    <div className="card__head">
      <div className="card__names">
        {kind !== '' && <span className="card__kind">{kind}</span>}
        <button
          type="button"
          className="card__title nodrag"
          onClick={(event) => {
            event.stopPropagation()
            select({ type: 'node', id })
          }}
        >
          {title}
        </button>
      </div>
      <span className="card__badges">{children}</span>
    </div>
  )
}
