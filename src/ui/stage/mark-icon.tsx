import { markColour, type MarkState } from './mark.ts'

/** A mark as a small picture, for lists and the legend. */
export function MarkIcon({ mark }: { readonly mark: MarkState }) {
  const colour = `var(${markColour[mark]})`
  const outline = { fill: 'none', stroke: colour, strokeWidth: 2 }
  return (
    <svg className="mark-icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      {mark === 'ready' && <circle cx="8" cy="8" r="5.5" fill={colour} />}
      {mark === 'unacked' && <circle cx="8" cy="8" r="5" {...outline} />}
      {mark === 'redelivered' && (
        <>
          <circle cx="8" cy="8" r="3.4" fill={colour} />
          <path d="M 8 1.5 A 6.5 6.5 0 1 1 1.5 8" {...outline} strokeWidth={1.6} />
        </>
      )}
      {mark === 'returned' && <path d="M 8 2 L 14 8 L 8 14 L 2 8 Z" {...outline} />}
      {mark === 'dead-lettered' && <path d="M 8 14 L 2 3 L 14 3 Z" fill={colour} />}
      {mark === 'refused' && (
        <>
          <circle cx="8" cy="8" r="5.5" {...outline} />
          <path d="M 4.2 4.2 L 11.8 11.8" {...outline} />
        </>
      )}
      {mark === 'expired' && (
        <>
          <circle cx="8" cy="8" r="5.5" {...outline} strokeWidth={1.6} />
          <path d="M 8 4.5 L 8 8 L 11 8" {...outline} strokeWidth={1.6} />
        </>
      )}
      {mark === 'lost' && <path d="M 3 3 L 13 13 M 13 3 L 3 13" {...outline} />}
      {mark === 'ack' && <circle cx="8" cy="8" r="3.5" fill={colour} />}
      {mark === 'request' && <path d="M 14 8 L 3 13 L 3 3 Z" fill={colour} />}
      {mark === 'query' && <rect x="3.5" y="3.5" width="9" height="9" fill={colour} />}
      {mark === 'mail' && <rect x="1.5" y="4" width="13" height="8.5" fill={colour} />}
      {mark === 'control' && <circle cx="8" cy="8" r="3" {...outline} />}
    </svg>
  )
}
