import { Fragment } from 'react'
import type { StageView } from '#scenarios'
import { useText } from '../i18n/text.ts'
import { usePlayer } from '../player-context.tsx'

interface BindingInspectorProps {
  readonly id: string
  readonly view: StageView
  readonly canRemove: boolean
}

/** A binding: from where, to where, under which key. */
export function BindingInspector({ id, view, canRemove }: BindingInspectorProps) {
  const { t } = useText()
  const player = usePlayer()
  const binding = view.bindings.get(id)
  if (binding === undefined) return <p className="card__note">{t('inspector.bindingGone')}</p>
  return (
    <>
      <dl className="figures">
        <dt>{t('kind.exchange')}</dt>
        <dd>{binding.exchange}</dd>
        <dt>{t(binding.queue === null ? 'inspector.toExchange' : 'kind.queue')}</dt>
        <dd>{binding.queue ?? binding.destination}</dd>
        <dt>{t('field.routingKey')}</dt>
        <dd>
          <code>{binding.routingKey === '' ? '∅' : binding.routingKey}</code>
        </dd>
        {Object.entries(binding.arguments ?? {}).map(([name, value]) => (
          <Fragment key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <code>{JSON.stringify(value)}</code>
            </dd>
          </Fragment>
        ))}
      </dl>
      {canRemove && (
        <button
          type="button"
          className="button"
          onClick={() => {
            player.input({ type: 'unbind', binding: id })
          }}
        >
          {t('act.unbind')}
        </button>
      )}
    </>
  )
}
