import type { Instant } from '#engine'
import type { Flight } from '#scenarios'
import { curveBetween, pointOn, type Box } from './geometry/curve.ts'
import { drawMark, markColour, markOfFlight, type MarkState } from './mark.ts'

/** Marks drawn at most; beyond it only a sample is drawn, and the stage says so. */
export const FLIGHTS_DRAWN_MAX = 2_000

/** With more than this many on the way, numbers would only cover each other. */
const NUMBERED_MAX = 60

/** What is drawn, and from where it is looked at. */
export interface FlightPicture {
  readonly flights: readonly Flight[]
  /** How far the line of a flight curves aside. */
  bendOf(flight: Flight): number
  readonly playhead: Instant
  boxOf(node: string): Box | null
  readonly view: {
    readonly x: number
    readonly y: number
    readonly zoom: number
    readonly width: number
    readonly height: number
  }
  readonly isReduced: boolean
}

/** Draws the flights of an instant onto the canvas. */
export function drawFlights(canvas: HTMLCanvasElement, picture: FlightPicture): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const { x, y, zoom, width, height } = picture.view
  const ratio = window.devicePixelRatio
  fitCanvas(canvas, width, height, ratio)
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y)
  const inAir = flightsInAir(picture)
  const every = Math.max(1, Math.ceil(inAir.length / FLIGHTS_DRAWN_MAX))
  const colours = readColours(canvas)
  context.lineWidth = 2
  context.font = `600 10px ${colours.font}`
  context.textAlign = 'center'
  for (let index = 0; index < inAir.length; index += every) {
    const flight = inAir[index]
    if (flight !== undefined) drawFlight(context, flight, picture, colours, inAir.length)
  }
}

/** What has left and not arrived at the playhead. */
function flightsInAir({ flights, playhead }: FlightPicture): readonly Flight[] {
  return flights.filter((flight) => flight.departure <= playhead && playhead < flight.arrival)
}

function drawFlight(
  context: CanvasRenderingContext2D,
  flight: Flight,
  picture: FlightPicture,
  colours: Colours,
  count: number,
): void {
  const from = picture.boxOf(flight.from)
  const to = picture.boxOf(flight.to)
  if (from === null || to === null) return
  const length = flight.arrival - flight.departure
  const gone = (picture.playhead - flight.departure) / length
  // Less motion: three places to stand, no gliding between them.
  const fraction = picture.isReduced ? [0.15, 0.5, 0.85][Math.min(2, Math.floor(gone * 3))] : gone
  const { x, y } = pointOn(curveBetween(from, to, picture.bendOf(flight)), fraction ?? gone)
  const mark = markOfFlight(flight.what, flight.redelivered)
  context.fillStyle = colours.marks[mark]
  context.strokeStyle = colours.marks[mark]
  drawMark(context, mark, x, y, 5.5)
  if (flight.order === null || count > NUMBERED_MAX || mark === 'ack') return
  context.fillStyle = colours.text
  context.fillText(String(flight.order), x, y - 10)
}

interface Colours {
  readonly marks: Readonly<Record<MarkState, string>>
  readonly text: string
  readonly font: string
}

let cached: { readonly theme: string; readonly colours: Colours } | null = null

/** Reading styles costs more than drawing; they change only with the theme. */
function readColours(canvas: HTMLCanvasElement): Colours {
  const theme = document.documentElement.dataset['theme'] ?? ''
  if (cached?.theme === theme) return cached.colours
  const style = getComputedStyle(canvas)
  const marks = Object.fromEntries(
    Object.entries(markColour).map(([mark, token]) => [mark, style.getPropertyValue(token).trim()]),
  ) as Record<MarkState, string>
  const font = style.getPropertyValue('--font')
  const colours = { marks, text: style.getPropertyValue('--text').trim(), font }
  cached = { theme, colours }
  return colours
}

function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
  const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width === pixelWidth && canvas.height === pixelHeight) return
  canvas.width = pixelWidth
  canvas.height = pixelHeight
}
