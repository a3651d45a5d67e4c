import { CircleHelp } from 'lucide-react'
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

/** The keyboard at a glance; `?` opens it anywhere. */
export function KeysDialog() {
  const { t } = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isField = event.target instanceof HTMLElement && event.target.closest('input, textarea')
      if (event.key === '?' && isField === null) dialog.current?.showModal()
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
    }
  }, [])
  return (
    <>
      <button
        type="button"
        className="button button--icon button--quiet"
        aria-label={t('keys.title')}
        onClick={() => dialog.current?.showModal()}
      >
        <CircleHelp size={17} aria-hidden="true" />
      </button>
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
    </>
  )
}
