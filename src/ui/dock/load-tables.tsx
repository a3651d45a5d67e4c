import { toMs, toSeconds, type Duration } from '#engine'
import { loadPercents, type LoadReport } from '#scenarios'
import { useText, type Text } from '../i18n/text.ts'

interface LoadTablesProps {
  readonly report: LoadReport
  /** What it is compared with; null when there is nothing. */
  readonly before: LoadReport | null
}

/** A figure of a report, in the unit its name says; null where the load has none. */
interface Figure {
  readonly label: string
  readonly digits: number
  /** Null where a difference is neither good nor bad. */
  readonly best: 'most' | 'least' | null
  of(report: LoadReport): number | null
}

/** What a load came to, as ApacheBench lists it, beside the load before. */
export function LoadTables({ report, before }: LoadTablesProps) {
  const { t, number } = useText()
  const longest = Math.max(report.times?.max ?? 0, before?.times?.max ?? 0)
  const both = { report, before }
  const { load, requests, completed, failed, finished } = report
  const done = number(completed + failed)
  const title =
    finished === null
      ? t('load.progress', { load, done, requests: number(requests) })
      : t('load.title', { load })
  return (
    <div className="load__tables">
      <FigureTable {...both} title={title} figures={figuresOf(t)} longest={0} />
      {longest > 0 && (
        <FigureTable
          {...both}
          title={t('load.times')}
          figures={timesOf(t)}
          longest={toMs(longest as Duration)}
        />
      )}
    </div>
  )
}

function figuresOf(t: Text['t']): readonly Figure[] {
  return [
    { label: t('load.completed'), digits: 0, best: null, of: ({ completed }) => completed },
    { label: t('load.failed'), digits: 0, best: 'least', of: ({ failed }) => failed },
    { label: t('load.taken'), digits: 2, best: null, of: ({ taken }) => toSeconds(taken) },
    { label: t('load.rate'), digits: 2, best: 'most', of: ({ rate }) => rate },
    { label: t('load.perRequest'), digits: 1, best: 'least', of: (one) => inMs(one.perRequest) },
    { label: t('load.acrossAll'), digits: 1, best: 'least', of: (one) => inMs(one.acrossAll) },
  ]
}

/** How long the answers took: the shortest, the mean, and what so many per cent came within. */
function timesOf(t: Text['t']): readonly Figure[] {
  const kind = { digits: 1, best: 'least' } as const
  return [
    { ...kind, label: t('load.min'), of: ({ times }) => inMs(times?.min) },
    { ...kind, label: t('load.mean'), of: ({ times }) => inMs(times?.mean) },
    ...loadPercents.map((percent, index): Figure => {
      const label = t(`load.percent${percent}`, { defaultValue: t('load.percent', { percent }) })
      return { ...kind, label, of: ({ times }) => inMs(times?.percentiles[index]?.time) }
    }),
  ]
}

interface FigureTableProps extends LoadTablesProps {
  readonly title: string
  readonly figures: readonly Figure[]
  /** The value of a bar over the whole width; 0 for a table without bars. */
  readonly longest: number
}

function FigureTable({ title, figures, longest, report, before }: FigureTableProps) {
  const { t } = useText()
  // Loads of different sizes are told apart, once: their figures are not measured alike.
  const isSameSize =
    longest > 0 ||
    before === null ||
    (before.requests === report.requests && before.concurrency === report.concurrency)
  return (
    <table className="load__table">
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <td>{title}</td>
          <th scope="col">
            {t('load.now')} {!isSameSize && <Size report={report} />}
          </th>
          {before !== null && (
            <>
              <th scope="col">
                {t('load.before')} {!isSameSize && <Size report={before} />}
              </th>
              <th scope="col">{t('load.difference')}</th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <FigureRow
            key={figure.label}
            figure={figure}
            report={report}
            before={before}
            longest={longest}
          />
        ))}
      </tbody>
    </table>
  )
}

function Size({ report: { requests, concurrency } }: { readonly report: LoadReport }) {
  return (
    <code className="load__size">
      -n {requests} -c {concurrency}
    </code>
  )
}

interface FigureRowProps extends LoadTablesProps {
  readonly figure: Figure
  readonly longest: number
}

function FigureRow({ figure: { label, digits, best, of }, ...props }: FigureRowProps) {
  const { number } = useText()
  const { report, before, longest } = props
  const now = of(report)
  const then = before === null ? null : of(before)
  const say = (value: number | null) => (value === null ? '–' : number(value, digits))
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        <b>{say(now)}</b>
      </td>
      {before !== null && (
        <>
          <td>{say(then)}</td>
          {/* A part of a load says nothing beside a whole one. */}
          <Difference
            now={report.finished === null ? null : now}
            then={then}
            best={best}
            digits={digits}
          />
        </>
      )}
      {longest > 0 && (
        <td className="load__bars" aria-hidden="true">
          <Bar value={now} longest={longest} kind="now" />
          {before !== null && <Bar value={then} longest={longest} kind="before" />}
        </td>
      )}
    </tr>
  )
}

interface DifferenceProps extends Pick<Figure, 'best' | 'digits'> {
  readonly now: number | null
  readonly then: number | null
}

function Difference({ now, then, best, digits }: DifferenceProps) {
  const { number } = useText()
  if (now === null || then === null) return <td>–</td>
  const size = number(Math.abs(now - then), digits)
  if (size === number(0, digits)) return <td>{size}</td>
  const isMore = now > then
  const isBetter = best === null ? undefined : isMore === (best === 'most')
  return (
    <td data-better={isBetter}>
      {isMore ? '+' : '−'}
      {size}
    </td>
  )
}

interface BarProps {
  readonly value: number | null
  readonly longest: number
  readonly kind: 'now' | 'before'
}

function Bar({ value, longest, kind }: BarProps) {
  const share = Math.round(((value ?? 0) / longest) * 1_000) / 10
  return <span className="load__bar" data-kind={kind} style={{ inlineSize: `${share}%` }} />
}

function inMs(time: Duration | null | undefined): number | null {
  return time === null || time === undefined ? null : toMs(time)
}
