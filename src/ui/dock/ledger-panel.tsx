import { toSeconds } from '#engine'
import type { Ledger, LedgerRow, WaitSummary } from '#scenarios'
import { useText } from '../i18n/text.ts'
import { useCalmState } from '../player-context.tsx'
import { MarkIcon } from '../stage/mark-icon.tsx'
import type { MarkState } from '../stage/mark.ts'
import type { Selection } from '../stage/stage-context.tsx'

interface LedgerPanelProps {
  select(selection: Selection | null): void
}

/** The business's own account: how the orders came out, and which ones need explaining. */
export function LedgerPanel({ select }: LedgerPanelProps) {
  const { t } = useText()
  const { ledger } = useCalmState()
  if (ledger === null) return <p className="dock__note">{t('dock.loading')}</p>
  return (
    <div className="ledger">
      <dl className="ledger__figures">
        <Count name="placed" value={ledger.placed} />
        <Count name="processed" value={ledger.processed} />
        <Count name="emailed" value={ledger.emailed} />
        <Count name="open" value={ledger.open} />
        <Count name="refused" value={ledger.refused} />
        <Count name="lost" value={ledger.lost.length} isBad={ledger.lost.length > 0} />
        <Count
          name="doneTwice"
          value={ledger.doneTwice.length}
          isBad={ledger.doneTwice.length > 0}
        />
        <Count name="outOfOrder" value={ledger.outOfOrder.length} />
        {NOTES.filter(({ name }) => ledger[name].length > 0).map(({ name }) => (
          <Count key={name} name={name} value={ledger[name].length} />
        ))}
      </dl>
      <Waits ledger={ledger} />
      <Rows name="lost" rows={ledger.lost} mark="lost" select={select} />
      <Rows name="doneTwice" rows={ledger.doneTwice} mark="redelivered" select={select} />
      <Rows name="outOfOrder" rows={ledger.outOfOrder} mark="control" select={select} />
      {NOTES.map(({ name, mark }) => (
        <Rows key={name} name={name} rows={ledger[name]} mark={mark} select={select} />
      ))}
    </div>
  )
}

/** What a ledger tells only when it has happened. */
const NOTES = [
  { name: 'deadLettered', mark: 'dead-lettered' },
  { name: 'returned', mark: 'returned' },
  { name: 'queueRefused', mark: 'refused' },
  { name: 'dropped', mark: 'lost' },
  { name: 'stale', mark: 'control' },
] as const

interface CountProps {
  readonly name: string
  readonly value: number
  readonly isBad?: boolean
}

function Count({ name, value, isBad = false }: CountProps) {
  const { t, number } = useText()
  return (
    <div className="ledger__figure" data-bad={isBad}>
      <dt>{t(`ledger.${name}`)}</dt>
      <dd>{number(value)}</dd>
    </div>
  )
}

function Waits({ ledger }: { readonly ledger: Ledger }) {
  const { t } = useText()
  return (
    <table className="ledger__waits">
      <thead>
        <tr>
          <th scope="col">{t('ledger.seconds')}</th>
          {['mean', 'p50', 'p95', 'max'].map((name) => (
            <th key={name} scope="col">
              {t(`ledger.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <WaitRow label={t('ledger.wait')} summary={ledger.wait} />
        <WaitRow label={t('ledger.answer')} summary={ledger.answer} />
      </tbody>
    </table>
  )
}

function WaitRow({
  label,
  summary,
}: {
  readonly label: string
  readonly summary: WaitSummary | null
}) {
  const { number } = useText()
  const values = summary === null ? [] : [summary.mean, summary.p50, summary.p95, summary.max]
  return (
    <tr>
      <th scope="row">{label}</th>
      {summary === null && <td colSpan={4}>–</td>}
      {values.map((value, index) => (
        <td key={index}>{number(toSeconds(value), 2)}</td>
      ))}
    </tr>
  )
}

/** So many orders are named; more would only be scrolled past. */
const NAMED_MAX = 40

interface RowsProps extends LedgerPanelProps {
  readonly name: string
  readonly rows: readonly LedgerRow[]
  readonly mark: MarkState
}

function Rows({ name, rows, mark, select }: RowsProps) {
  const { t } = useText()
  if (rows.length === 0) return null
  return (
    <div className="ledger__rows">
      <span>{t(`ledger.${name}`)}:</span>
      {rows.slice(0, NAMED_MAX).map(({ order }) => (
        <button
          key={order}
          type="button"
          className="chip"
          aria-label={t('ledger.show', { order })}
          onClick={() => {
            select({ type: 'order', order })
          }}
        >
          <MarkIcon mark={mark} />
          {order}
        </button>
      ))}
      {rows.length > NAMED_MAX && <span>+{rows.length - NAMED_MAX}</span>}
    </div>
  )
}
