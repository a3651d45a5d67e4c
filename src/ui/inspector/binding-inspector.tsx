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
        <dt>{t('kind.queue')}</dt>
        <dd>{binding.queue}</dd>
        <dt>{t('field.routingKey')}</dt>
        <dd>
          <code>{binding.routingKey === '' ? '∅' : binding.routingKey}</code>
        </dd>
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
