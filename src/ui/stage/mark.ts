/** The state of something on the stage; each has a shape and a colour, everywhere the same. */
export type MarkState =
  | 'ready'
  | 'unacked'
  | 'redelivered'
  | 'dead-lettered'
  | 'returned'
  | 'refused'
  | 'expired'
  | 'lost'
  | 'ack'
  | 'request'
  | 'query'
  | 'mail'
  | 'control'

/** All of them, in the order of the legend. */
export const markStates: readonly MarkState[] = [
  'ready',
  'unacked',
  'redelivered',
  'dead-lettered',
  'returned',
  'refused',
  'expired',
  'lost',
  'ack',
  'request',
  'query',
  'mail',
  'control',
]

/** The colour of each, as a token of the theme. */
export const markColour: Readonly<Record<MarkState, string>> = {
  ready: '--mark-ready',
  unacked: '--mark-unacked',
  redelivered: '--mark-redelivered',
  'dead-lettered': '--mark-dead',
  returned: '--mark-returned',
  refused: '--mark-returned',
  expired: '--mark-lost',
  lost: '--mark-lost',
  ack: '--mark-done',
  request: '--mark-call',
  query: '--mark-call',
  mail: '--mark-returned',
  control: '--mark-call',
}

/** Which mark something on the network has. */
export function markOfFlight(what: string, redelivered: boolean): MarkState {
  switch (what) {
    case 'publish':
      return 'ready'
    case 'deliver':
      return redelivered ? 'redelivered' : 'unacked'
    case 'ack':
    case 'confirm':
      return 'ack'
    case 'reject':
    case 'confirm-nack':
      return 'refused'
    case 'dead-letter':
      return 'dead-lettered'
    case 'nack':
      return 'redelivered'
    case 'return':
      return 'returned'
    case 'query':
    case 'rows':
      return 'query'
    case 'mail':
    case 'mail-reply':
      return 'mail'
    case 'request':
    case 'reply':
      return 'request'
    default:
      return 'control'
  }
}

/** Draws a mark around a point; `size` is its radius. The context's colours are already set. */
export function drawMark(
  context: CanvasRenderingContext2D,
  mark: MarkState,
  x: number,
  y: number,
  size: number,
): void {
  context.beginPath()
  tracePath(context, mark, x, y, size)
  if (isOutline(mark)) context.stroke()
  else context.fill()
}

const OUTLINES: ReadonlySet<MarkState> = new Set([
  'unacked',
  'returned',
  'refused',
  'expired',
  'lost',
  'control',
])

function isOutline(mark: MarkState): boolean {
  return OUTLINES.has(mark)
}

function tracePath(
  context: CanvasRenderingContext2D,
  mark: MarkState,
  x: number,
  y: number,
  size: number,
): void {
  switch (mark) {
    case 'query':
      context.rect(x - size * 0.7, y - size * 0.7, size * 1.4, size * 1.4)
      return
    case 'mail':
      context.rect(x - size, y - size * 0.65, size * 2, size * 1.3)
      return
    case 'returned':
      context.moveTo(x, y - size)
      context.lineTo(x + size, y)
      context.lineTo(x, y + size)
      context.lineTo(x - size, y)
      context.closePath()
      return
    case 'dead-lettered':
      context.moveTo(x, y + size)
      context.lineTo(x - size, y - size * 0.8)
      context.lineTo(x + size, y - size * 0.8)
      context.closePath()
      return
    case 'refused':
      context.arc(x, y, size, 0, 2 * Math.PI)
      context.moveTo(x - size * 0.7, y - size * 0.7)
      context.lineTo(x + size * 0.7, y + size * 0.7)
      return
    case 'expired':
      context.arc(x, y, size, 0, 2 * Math.PI)
      context.moveTo(x, y - size * 0.6)
      context.lineTo(x, y)
      context.lineTo(x + size * 0.55, y)
      return
    case 'request':
      context.moveTo(x + size, y)
      context.lineTo(x - size * 0.8, y - size * 0.85)
      context.lineTo(x - size * 0.8, y + size * 0.85)
      context.closePath()
      return
    case 'lost':
      context.moveTo(x - size * 0.8, y - size * 0.8)
      context.lineTo(x + size * 0.8, y + size * 0.8)
      context.moveTo(x + size * 0.8, y - size * 0.8)
      context.lineTo(x - size * 0.8, y + size * 0.8)
      return
    case 'redelivered':
      context.arc(x, y, size, 0, 2 * Math.PI)
      context.moveTo(x + size * 1.7, y)
      context.arc(x, y, size * 1.7, 0, 1.5 * Math.PI)
      context.arc(x, y, size * 1.4, 1.5 * Math.PI, 0, true)
      return
    case 'ack':
      context.arc(x, y, size * 0.6, 0, 2 * Math.PI)
      return
    case 'ready':
    case 'unacked':
    case 'control':
      context.arc(x, y, mark === 'control' ? size * 0.6 : size, 0, 2 * Math.PI)
  }
}
