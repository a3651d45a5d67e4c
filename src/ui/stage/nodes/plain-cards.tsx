import { useText } from '../../i18n/text.ts'
import { usePlayer } from '../../player-context.tsx'
import { useNode, useScene } from '../stage-context.tsx'
import { CardHead } from './card-head.tsx'
import { MailMenu } from './mail-menu.tsx'

/** The customers: how often they order, and a hand to place orders now. */
export function CustomersCard({ id }: { readonly id: string }) {
  const { t, number } = useText()
  const player = usePlayer()
  const node = useNode('customers', id)
  return (
    <div className="card">
      <CardHead id={id} title={t('kind.customers')} kind="" />
      <p className="card__note">
        {t('stage.perSecond', { rate: number(node?.ordersPerSecond ?? 0, 2) })}
      </p>
      <div className="card__actions">
        {[1, 10].map((count) => (
          <button
            key={count}
            type="button"
            className="button button--small nodrag"
            aria-label={t('act.placeOrders', { count })}
            onClick={() => {
              player.input({ type: 'place-orders', count })
            }}
          >
            {t('act.order', { count })}
          </button>
        ))}
      </div>
    </div>
  )
}

/** An exchange: what kind it is and what it could not route. */
export function ExchangeCard({ id }: { readonly id: string }) {
  const { t, number } = useText()
  const node = useNode('exchange', id)
  const exchange = useScene().view.exchanges.get(id)
  return (
    <div className="card card--exchange" data-gone={exchange === undefined}>
      <CardHead id={id} title={id} kind={t('kind.exchange')} />
      <p className="card__note">
        <code>{node?.type}</code> {t(node?.durable === true ? 'stage.durable' : 'stage.transient')}
      </p>
      {node !== null && node.alternate !== '' && (
        <p className="card__note">{t('stage.alternate', { exchange: node.alternate })}</p>
      )}
      {(exchange?.unroutable ?? 0) > 0 && (
        <p className="card__warning">
          {t('stage.unroutable', {
            count: exchange?.unroutable ?? 0,
            number: number(exchange?.unroutable ?? 0),
          })}
        </p>
      )}
    </div>
  )
}

/** The database: rows that wait, rows that are done, and what asking costs. */
export function DatabaseCard({ id }: { readonly id: string }) {
  const { t, number } = useText()
  const { database } = useScene().view
  return (
    <div className="card">
      <CardHead id={id} title={t('kind.database')} kind="" />
      <dl className="figures">
        <Figure label={t('stage.rowsNew')} value={number(database.newOrders.size)} />
        <Figure label={t('stage.rowsDone')} value={number(database.done)} />
        <Figure label={t('stage.queries')} value={number(database.queries)} />
        <Figure label={t('stage.emptyPolls')} value={number(database.emptyQueries)} />
      </dl>
    </div>
  )
}

/** The mail provider, somewhere on the internet. */
export function MailCard({ id }: { readonly id: string }) {
  const { t, number } = useText()
  const node = useNode('mail', id)
  const { mail } = useScene().view
  const isBroken = node?.isDown === true
  return (
    <div className="card" data-state={isBroken ? 'exited' : 'running'}>
      <CardHead id={id} title={t('kind.mail')} kind="">
        <MailMenu id={id} />
      </CardHead>
      <p className="card__note">
        {isBroken
          ? t('stage.mailDown')
          : t('stage.mailLatency', { ms: number(node?.latencyMs ?? 0) })}
        {(node?.failurePercent ?? 0) > 0 &&
          ` · ${t('stage.mailFails', { percent: node?.failurePercent })}`}
      </p>
      <dl className="figures">
        <Figure label={t('stage.mailInProgress')} value={number(mail.inProgress.size)} />
        <Figure label={t('stage.mailSent')} value={number(mail.sent)} />
        {mail.failed > 0 && <Figure label={t('stage.mailFailed')} value={number(mail.failed)} />}
      </dl>
    </div>
  )
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  )
}
