import { useText } from '../i18n/text.ts'
import { isMac } from './is-mac.ts'
import type { MonacoState } from './use-monaco.ts'

interface EditorFootProps {
  readonly status: MonacoState['status']
  readonly problemCount: number
  /** Whether Tab leaves Monaco. */
  readonly tabLeaves: boolean
}

/** How many problems there are, how far the editor is, and its keys. */
export function EditorFoot({ status, problemCount, tabLeaves }: EditorFootProps) {
  const { t } = useText()
  const [runKeys, tabKeys] = isMac() ? ['⌘Enter', 'Ctrl+Shift+M'] : ['Ctrl+Enter', 'Ctrl+M']
  return (
    <p className="editor__foot">
      <span data-bad={problemCount > 0} className="editor__count">
        {problemCount === 0
          ? t('editor.noProblems')
          : t('editor.problems', { count: problemCount })}
      </span>
      <span role="status">
        {status === 'loading' && t('editor.loading')}
        {status === 'failed' && t('editor.failed')}
      </span>
      <span className="editor__keys">{t('editor.runs', { keys: runKeys })}</span>
      {status === 'ready' && (
        <span className="editor__keys">
          {t(tabLeaves ? 'editor.tabIndents' : 'editor.tabLeaves', { keys: tabKeys })}
        </span>
      )}
    </p>
  )
}
