import { Download } from 'lucide-react'
import { useFiles } from '../files-context.ts'
import { useText } from '../i18n/text.ts'
import { usePlayer } from '../player-context.tsx'

/** Saves the run up to the playhead as JSON Lines, the same bytes that a run without a screen writes. */
export function SaveTrace() {
  const { t } = useText()
  const files = useFiles()
  const player = usePlayer()
  return (
    <button
      type="button"
      className="button button--small button--quiet"
      onClick={() => {
        const { trace } = player
        const { factCount } = player.store.getState()
        const lines = trace.lines(factCount)
        files.save('trace.jsonl', lines.map((line) => `${line}\n`).join(''))
      }}
    >
      <Download size={14} aria-hidden />
      {t('trace.save')}
    </button>
  )
}
