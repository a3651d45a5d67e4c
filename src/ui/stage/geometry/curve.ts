/** A point of the stage. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** A node's place on the stage. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Something the processes call: it stands beside the way of the messages, or below it. */
  readonly isService: boolean
}

/** A cubic Bézier curve: start, two control points, end. */
export type Curve = readonly [start: Point, first: Point, second: Point, end: Point]

/**
 * The line between two boxes: out of the side of `from` that faces `to`, into the facing side.
 *
 * @param bend moves the middle up or down, so that two lines between one pair lie apart.
 */
export function curveBetween(from: Box, to: Box, bend: number): Curve {
  if (isServedBelow(from, to)) return elbowCurve(from, to, bend)
  if (isServedBelow(to, from)) return reversed(elbowCurve(to, from, bend))
  if (isInColumn(from, to)) return sideCurve(from, to, bend)
  const isRightward = center(to).x >= center(from).x
  const start = { x: from.x + (isRightward ? from.width : 0), y: center(from).y + bend / 3 }
  const end = { x: to.x + (isRightward ? 0 : to.width), y: center(to).y + bend / 3 }
  const reach = Math.max(30, Math.abs(end.x - start.x) / 2) * (isRightward ? 1 : -1)
  return [
    start,
    { x: start.x + reach, y: start.y + bend },
    { x: end.x - reach, y: end.y + bend },
    end,
  ]
}

/** The point at a fraction of a curve; 0 is the start, 1 the end. */
export function pointOn([start, first, second, end]: Curve, fraction: number): Point {
  const rest = 1 - fraction
  const [a, b, c, d] = [
    rest ** 3,
    3 * rest ** 2 * fraction,
    3 * rest * fraction ** 2,
    fraction ** 3,
  ]
  return {
    x: a * start.x + b * first.x + c * second.x + d * end.x,
    y: a * start.y + b * first.y + c * second.y + d * end.y,
  }
}

/** A curve as the `d` of an SVG path. */
export function pathOf([start, first, second, end]: Curve): string {
  const text = ({ x, y }: Point) => `${round(x)} ${round(y)}`
  return `M ${text(start)} C ${text(first)}, ${text(second)}, ${text(end)}`
}

/** The middle of a box. */
export function center({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 }
}

/** How far below a service may stand and still be reached from the lower edge. */
const ELBOW_GAP_MAX = 120

function isServedBelow(upper: Box, lower: Box): boolean {
  const gap = lower.y - (upper.y + upper.height)
  return (upper.isService || lower.isService) && gap > 0 && gap < ELBOW_GAP_MAX
}

/** Two cards of one column: a line between them would run over whatever stands between. */
function isInColumn(from: Box, to: Box): boolean {
  const aside = Math.abs(center(from).x - center(to).x)
  return aside > 0 ? aside < (from.width + to.width) / 8 : from.y !== to.y
}

/** Out of the left side of the one, around, and into the left side of the other. */
function sideCurve(from: Box, to: Box, bend: number): Curve {
  const start = { x: from.x, y: center(from).y + bend / 3 }
  const end = { x: to.x, y: center(to).y + bend / 3 }
  const x = Math.min(start.x, end.x) - SIDE_REACH - Math.abs(bend)
  return [start, { x, y: start.y }, { x, y: end.y }, end]
}

const SIDE_REACH = 60

/** From a box to one below it: down, and into its top or into the side that faces the upper one. */
function elbowCurve(upper: Box, lower: Box, bend: number): Curve {
  const start = { x: center(upper).x + bend, y: upper.y + upper.height }
  const aside = center(lower).x - center(upper).x
  if (Math.abs(aside) < (upper.width + lower.width) / 4) {
    const end = { x: center(lower).x + bend, y: lower.y }
    const reach = (end.y - start.y) / 2
    return [start, { x: start.x, y: start.y + reach }, { x: end.x, y: end.y - reach }, end]
  }
  const end = { x: lower.x + (aside > 0 ? 0 : lower.width), y: center(lower).y + bend }
  const reach = Math.max(30, Math.abs(end.x - start.x) / 2) * Math.sign(aside)
  return [start, { x: start.x, y: end.y }, { x: end.x - reach, y: end.y }, end]
}

function reversed([start, first, second, end]: Curve): Curve {
  return [end, second, first, start]
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
