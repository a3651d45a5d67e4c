import { useState } from 'react'
import type { BindingRule, ShopNode } from '#scenarios'
import { useText } from '../i18n/text.ts'
import { useCalmState } from '../player-context.tsx'
import { readHeaders } from './read-headers.ts'

interface ConnectFormProps {
  connect(from: string, to: string, rule: BindingRule): void
}

const SOURCES: ReadonlySet<ShopNode['kind']> = new Set(['producer', 'web', 'exchange', 'queue'])
const TARGETS: ReadonlySet<ShopNode['kind']> = new Set(['exchange', 'queue', 'worker'])

/** Connecting without a mouse: from, to, key; and headers where an exchange looks at those. */
export function ConnectForm({ connect }: ConnectFormProps) {
  const { t } = useText()
  const { view } = useCalmState()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [routingKey, setRoutingKey] = useState('')
  const [headers, setHeaders] = useState('')
  const nodes = view?.definition.nodes ?? []
  const source = nodes.find((node) => node.id === from)
  const isByHeader = source?.kind === 'exchange' && source.type === 'headers'
  const choose = (kinds: ReadonlySet<ShopNode['kind']>) =>
    nodes.filter((node) => kinds.has(node.kind)).map((node) => node.id)
  return (
    <section className="sandbox__part" aria-labelledby="sandbox-connect">
      <h2 id="sandbox-connect">{t('sandbox.connect')}</h2>
      <form
        className="sandbox__connect"
        onSubmit={(event) => {
          event.preventDefault()
          connect(from, to, { routingKey, headers: isByHeader ? readHeaders(headers) : null })
        }}
      >
        <Choice name={t('sandbox.from')} value={from} set={setFrom} choices={choose(SOURCES)} />
        <Choice name={t('sandbox.to')} value={to} set={setTo} choices={choose(TARGETS)} />
        <label>
          {t('sandbox.key')}
          <input
            className="field"
            value={routingKey}
            onChange={(event) => {
              setRoutingKey(event.target.value)
            }}
          />
        </label>
        {isByHeader && (
          <label className="sandbox__wide">
            {t('sandbox.headers')}
            <input
              className="field"
              placeholder="x-match=any, city=kyiv"
              value={headers}
              onChange={(event) => {
                setHeaders(event.target.value)
              }}
            />
          </label>
        )}
        <button type="submit" className="button" disabled={from === '' || to === ''}>
          {t('sandbox.connectDo')}
        </button>
      </form>
    </section>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly value: string
  set(value: string): void
  readonly choices: readonly string[]
}

function Choice({ name, value, set, choices }: ChoiceProps) {
  return (
    <label>
      {name}
      <select
        className="field"
        value={value}
        onChange={(event) => {
          set(event.target.value)
        }}
      >
        <option value="">–</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  )
}
