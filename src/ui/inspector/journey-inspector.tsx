import { useMemo, useState } from 'react'
import { toSeconds, type Fact, type FactId } from '#engine'
import { causesOf, journeyOfMessage, journeyOfOrder, orderAttributes } from '#scenarios'
import { useDescribeFact } from '../i18n/describe-fact.ts'
import { useText } from '../i18n/text.ts'
import { useCalmState, usePlayer } from '../player-context.tsx'
import { markOfFact } from '../dock/fact-marks.ts'
import { MarkIcon } from '../stage/mark-icon.tsx'
import type { Selection } from '../stage/stage-context.tsx'

interface JourneyInspectorProps {
  readonly selection: Extract<Selection, { type: 'order' | 'message' }>
  select(selection: Selection | null): void
}

/** What happened to an order or message so far; each line says why, back to the first cause. */
export function JourneyInspector({ selection }: JourneyInspectorProps) {
  const { t } = useText()
  const player = usePlayer()
  const { factCount } = useCalmState()
  const [asked, setAsked] = useState<FactId | null>(null)
  const facts = useMemo(() => {
    const ids =
      selection.type === 'order'
        ? journeyOfOrder(player.trace, selection.order, factCount)
        : journeyOfMessage(player.trace, selection.message, factCount)
    return ids.map((id) => player.trace.fact(id))
  }, [player, selection, factCount])
  if (facts.length === 0) return <p className="card__note">{t('inspector.nothingYet')}</p>
  return (
    <>
      {selection.type === 'order' && <OrderLine order={selection.order} />}
      <ol className="journey">
        {facts.map((fact) => (
          <li key={fact.id}>
            <FactLine fact={fact} />
            {fact.cause !== null && (
              <button
                type="button"
                className="journey__why"
                aria-expanded={asked === fact.id}
                onClick={() => {
                  setAsked(asked === fact.id ? null : fact.id)
                }}
              >
                {t('inspector.why')}
              </button>
            )}
            {asked === fact.id && <Causes fact={fact} />}
          </li>
        ))}
      </ol>
    </>
  )
}

/** What the order says, and what its customer can still do about it. */
function OrderLine({ order }: { readonly order: number }) {
  const { t } = useText()
  const player = usePlayer()
  const { city, dish, speed } = orderAttributes(order)
  return (
    <div className="journey__order">
      <span className="card__note">
        {[t(`order.${city}`), t(`order.${dish}`), t(`order.${speed}`)].join(' · ')}
      </span>
      <button
        type="button"
        className="button button--small"
        title={t('act.hint.changeOrder')}
        onClick={() => {
          player.input({ type: 'change-order', order })
        }}
      >
        {t('act.changeOrder')}
      </button>
    </div>
  )
}

/** The chain of causes, nearest first. What a delivery had to wait for is named as well. */
function Causes({ fact }: { readonly fact: Fact }) {
  const { t } = useText()
  const player = usePlayer()
  const { trace } = player
  const causes = causesOf(trace, fact.id).map((id) => trace.fact(id))
  const after = fact.fields['after']
  return (
    <ol className="journey__causes" aria-label={t('inspector.causes')}>
      {typeof after === 'number' && (
        <li>
          <span className="journey__because">{t('inspector.after')}</span>
          <FactLine fact={trace.fact(after as FactId)} />
        </li>
      )}
      {causes.map((cause) => (
        <li key={cause.id}>
          <span className="journey__because">{t('inspector.because')}</span>
          <FactLine fact={cause} />
        </li>
      ))}
    </ol>
  )
}

function FactLine({ fact }: { readonly fact: Fact }) {
  const { t, number } = useText()
  const player = usePlayer()
  const describe = useDescribeFact()
  return (
    <button
      type="button"
      className="journey__fact"
      onClick={() => {
        player.pause()
        player.seek(fact.at)
      }}
    >
      <MarkIcon mark={markOfFact(fact)} />
      <span>{describe(fact)}</span>
      <span className="journey__time">
        {t('seconds', { value: number(toSeconds(fact.at), 2) })}
      </span>
    </button>
  )
}
