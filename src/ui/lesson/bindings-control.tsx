import { X } from 'lucide-react'
import { useId, useState } from 'react'
import { planConnection, type StageView } from '#scenarios'
import { useText } from '../i18n/text.ts'
import { usePlayer } from '../player-context.tsx'

interface BindingsControlProps {
  readonly exchange: string
  readonly queue: string
  readonly view: StageView
}

/** The bindings between one exchange and one queue: each can be taken away, others added. */
export function BindingsControl({ exchange, queue, view }: BindingsControlProps) {
  const { t } = useText()
  const player = usePlayer()
  const id = useId()
  const [key, setKey] = useState('')
  const bindings = view.definition.bindings.filter(
    (binding) => binding.exchange === exchange && binding.queue === queue,
  )
  const bind = () => {
    const plan = planConnection(view.definition, exchange, queue, { routingKey: key.trim() })
    if (plan.ok) for (const input of plan.inputs) player.input(input)
    setKey('')
  }
  return (
    <div className="bindings-control">
      <ul className="bindings-control__keys">
        {bindings.map((binding) => (
          <li key={binding.id}>
            <code>{shownKey(binding.routingKey)}</code>
            <button
              type="button"
              className="button button--icon button--quiet"
              aria-label={t('lesson.unbind', { key: shownKey(binding.routingKey), queue })}
              onClick={() => {
                player.input({ type: 'unbind', binding: binding.id })
              }}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <form
        className="bindings-control__new"
        onSubmit={(event) => {
          event.preventDefault()
          bind()
        }}
      >
        <label htmlFor={id}>{t('lesson.bindingKey')}</label>
        <input
          id={id}
          className="field"
          value={key}
          spellCheck={false}
          autoCapitalize="off"
          onChange={(event) => {
            setKey(event.target.value)
          }}
        />
        <button
          type="submit"
          className="button button--small"
          aria-label={t('lesson.bindTo', { queue })}
        >
          {t('lesson.bind')}
        </button>
      </form>
    </div>
  )
}

function shownKey(routingKey: string): string {
  return routingKey === '' ? '∅' : routingKey
}
