import { CircleHelp } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useText } from '../i18n/text.ts'

const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.tsx')).KeysDialog }))

/** Opens the list of keys; `?` does so anywhere. */
export function KeysButton() {
  const { t } = useText()
  const [asked, setAsked] = useState(0)
  const ask = () => {
    setAsked((before) => before + 1)
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isField = event.target instanceof HTMLElement && event.target.closest('input, textarea')
      if (event.key === '?' && isField === null) ask()
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
        onClick={ask}
      >
        <CircleHelp size={17} aria-hidden="true" />
      </button>
      {asked > 0 && (
        <Suspense fallback={null}>
          <KeysDialog asked={asked} />
        </Suspense>
      )}
    </>
  )
}
