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
}

/** A cubic Bézier curve: start, two control points, end. */
export type Curve = readonly [start: Point, first: Point, second: Point, end: Point]

/**
 * The line between two boxes: out of the side of `from` that faces `to`, into the facing side.
 *
 * @param bend moves the middle up or down, so that two lines between one pair lie apart.
 */
export function curveBetween(from: Box, to: Box, bend: number): Curve {
  const isRightward = center(to).x >= center(from).x
  const start = { x: from.x + (isRightward ? from.width : 0), y: center(from).y + bend / 3 }
  const end = { x: to.x + (isRightward ? 0 : to.width), y: center(to).y + bend / 3 }
  const isStacked = Math.abs(center(to).x - center(from).x) < Math.min(from.width, to.width) / 2
  if (isStacked) return stackedCurve(from, to, bend)
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

/** Between boxes above each other the line goes from edge to edge, downwards or upwards. */
function stackedCurve(from: Box, to: Box, bend: number): Curve {
  const isDownward = center(to).y >= center(from).y
  const start = { x: center(from).x + bend, y: from.y + (isDownward ? from.height : 0) }
  const end = { x: center(to).x + bend, y: to.y + (isDownward ? 0 : to.height) }
  const reach = (end.y - start.y) / 2
  return [start, { x: start.x, y: start.y + reach }, { x: end.x, y: end.y - reach }, end]
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
