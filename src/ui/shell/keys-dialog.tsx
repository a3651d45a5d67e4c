import { useEffect, useRef } from 'react'
import { useText } from '../i18n/text.ts'

const KEYS = [
  { keys: ['Space'], name: 'play' },
  { keys: ['→'], name: 'step' },
  { keys: ['←'], name: 'stepBack' },
  { keys: ['Shift', '→'], name: 'jump' },
  { keys: ['Home', 'End'], name: 'ends' },
  { keys: ['?'], name: 'help' },
] as const

interface KeysDialogProps {
  /** Another number opens it again. */
  readonly asked: number
}

/** The keyboard at a glance, and the shop's own API. */
export function KeysDialog({ asked }: KeysDialogProps) {
  const { t } = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [asked])
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="keys-title">
      <h2 id="keys-title">{t('keys.title')}</h2>
      <dl className="keys">
        {KEYS.map(({ keys, name }) => (
          <div key={name}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="keys__api">
        {t('keys.shopApi')}
        <code>{"fetch('/api/orders')"}</code>
        <code>{"fetch('/api/orders', { method: 'POST' })"}</code>
      </p>
      <form method="dialog">
        <button type="submit" className="button">
          {t('keys.close')}
        </button>
      </form>
    </dialog>
  )
}
