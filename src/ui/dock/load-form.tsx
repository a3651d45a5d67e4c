import { useId, useState } from 'react'
import { LOAD_CONCURRENCY_MAX, LOAD_REQUESTS_MAX } from '#scenarios'
import { useText } from '../i18n/text.ts'

/** What a load is made of. */
export interface LoadSize {
  readonly requests: number
  readonly concurrency: number
}

interface LoadFormProps {
  readonly initial: LoadSize
  /** True while a load runs: another one has to wait. */
  readonly isBusy: boolean
  run(size: LoadSize): void
}

/** How many requests, how many at once; what is not allowed is said in a sentence. */
export function LoadForm({ initial, isBusy, run }: LoadFormProps) {
  const { t, number } = useText()
  const id = useId()
  const [requests, setRequests] = useState(String(initial.requests))
  const [concurrency, setConcurrency] = useState(String(initial.concurrency))
  const areRequestsGood = isWhole(requests, LOAD_REQUESTS_MAX)
  const most = Math.min(LOAD_CONCURRENCY_MAX, areRequestsGood ? Number(requests) : 1)
  const isConcurrencyGood = !areRequestsGood || isWhole(concurrency, most)
  const isGood = areRequestsGood && isConcurrencyGood
  return (
    <form
      className="load__form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isGood || isBusy) return
        run({ requests: Number(requests), concurrency: Number(concurrency) })
      }}
    >
      <NumberField
        label={t('load.requests')}
        value={requests}
        isGood={areRequestsGood}
        problemId={id}
        change={setRequests}
      />
      <NumberField
        label={t('load.concurrency')}
        value={concurrency}
        isGood={isConcurrencyGood}
        problemId={id}
        change={setConcurrency}
      />
      {/* It stays where the keyboard is, also while it waits. */}
      <button type="submit" className="button button--primary" aria-disabled={isBusy || !isGood}>
        {t('load.run')}
      </button>
      {isGood && (
        <p>
          <span className="visually-hidden">{t('load.command')}</span>
          <code className="load__command">
            ab -n {Number(requests)} -c {Number(concurrency)} http://shop/orders/
          </code>
        </p>
      )}
      <p id={id} className="problem" role="alert">
        {!areRequestsGood && t('load.badRequests', { max: number(LOAD_REQUESTS_MAX) })}
        {!isConcurrencyGood && t('load.badConcurrency', { max: number(most) })}
      </p>
    </form>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly value: string
  readonly isGood: boolean
  readonly problemId: string
  change(value: string): void
}

function NumberField({ label, value, isGood, problemId, change }: NumberFieldProps) {
  return (
    <label className="load__field">
      <span>{label}</span>
      <input
        className="field"
        inputMode="numeric"
        autoComplete="off"
        aria-invalid={!isGood}
        aria-describedby={problemId}
        value={value}
        onChange={(event) => {
          change(event.target.value)
        }}
      />
    </label>
  )
}

function isWhole(text: string, max: number): boolean {
  return /^[1-9]\d{0,5}$/.test(text.trim()) && Number(text) <= max
}
