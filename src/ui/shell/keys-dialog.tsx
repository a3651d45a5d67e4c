import { CircleHelp } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useEffect, useState } from 'react'
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
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isField = event.target instanceof HTMLElement && event.target.closest('input, textarea')
      if (event.key === '?' && isField === null) setIsOpen(true)
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
    }
  }, [])
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger className="button button--icon button--quiet" aria-label={t('keys.title')}>
        <CircleHelp size={17} aria-hidden="true" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog__shade" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title asChild>
            <h2>{t('keys.title')}</h2>
          </Dialog.Title>
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
          <Dialog.Close className="button">{t('keys.close')}</Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
