import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Series } from '#scenarios'
import { useText } from '../i18n/text.ts'
import { useCalmState } from '../player-context.tsx'

const CHARTS = [
  { name: 'queue', metrics: ['ready', 'unacked'], digits: 0 },
  { name: 'wait', metrics: ['wait'], digits: 2 },
  { name: 'cpu', metrics: ['cpu'], digits: 0 },
  { name: 'queries', metrics: ['queries'], digits: 1 },
] as const

/** How the numbers went over the run: queue length, waiting time, CPU, database queries. */
export function ChartsPanel() {
  const { t } = useText()
  const { series } = useCalmState()
  const charts = CHARTS.map((chart) => ({
    ...chart,
    lines: series.filter(({ metric }) => (chart.metrics as readonly string[]).includes(metric)),
  })).filter(({ lines }) => lines.length > 0)
  if (charts.length === 0) return <p className="dock__note">{t('charts.empty')}</p>
  return (
    <div className="charts">
      {charts.map(({ name, lines, digits }) => (
        <Chart key={name} title={t(`charts.${name}`)} lines={lines} digits={digits} />
      ))}
    </div>
  )
}

const COLOURS = [
  '--mark-ready',
  '--mark-unacked',
  '--mark-done',
  '--mark-redelivered',
  '--mark-lost',
]
const HEIGHT = 130

interface ChartProps {
  readonly title: string
  readonly lines: readonly Series[]
  readonly digits: number
}

function Chart({ title, lines, digits }: ChartProps) {
  const { t, number } = useText()
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const names = lines.map(({ metric, subject }) =>
    `${subject} ${t(`charts.metric.${metric}`)}`.trim(),
  )
  const shape = names.join('|')
  useEffect(() => {
    const element = holder.current
    if (element === null) return undefined
    const created = createPlot(element, shape.split('|'))
    plot.current = created
    const observer = new ResizeObserver(() => {
      created.setSize({ width: element.clientWidth, height: HEIGHT })
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      created.destroy()
    }
  }, [shape])
  useEffect(() => {
    const aligned = lines.map(({ times, values }) => [[...times], [...values]] as uPlot.AlignedData)
    plot.current?.setData(uPlot.join(aligned))
  }, [lines, shape])
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <div ref={holder} aria-hidden="true" />
      <ul className="chart__values">
        {lines.map(({ values }, index) => (
          <li key={names[index]}>
            <span
              className="chart__key"
              style={{ background: `var(${COLOURS[index % COLOURS.length]})` }}
            />
            {names[index]}: <b>{number(values.at(-1) ?? 0, digits)}</b>
          </li>
        ))}
      </ul>
    </figure>
  )
}

function createPlot(element: HTMLElement, names: readonly string[]): uPlot {
  const style = getComputedStyle(element)
  const colour = (token: string) => style.getPropertyValue(token).trim()
  const axis = {
    stroke: colour('--text-faint'),
    grid: { stroke: colour('--surface-3'), width: 1 },
    ticks: { show: false },
    font: `11px ${colour('--font')}`,
    size: 40,
  }
  const lines = names.map((_, index) => ({
    stroke: colour(COLOURS[index % COLOURS.length] ?? '--accent'),
    width: 1.5,
    points: { show: false },
    spanGaps: true,
  }))
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
      axes: [{ ...axis, size: 24 }, axis],
      series: [{}, ...lines],
    },
    [[], ...names.map(() => [])] as uPlot.AlignedData,
    element,
  )
}
