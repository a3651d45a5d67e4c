import { Lock } from 'lucide-react'
import { useRef, type KeyboardEvent } from 'react'
import { useText } from '../i18n/text.ts'

interface FileTabsProps {
  readonly files: readonly { readonly name: string; readonly isGiven: boolean }[]
  readonly active: string
  /** Names the tabs and what they show for each other. */
  readonly id: string
  onActivate(name: string): void
}

/** The files of an exercise as tabs; arrow keys go from one to the next. */
export function FileTabs({ files, active, id, onActivate }: FileTabsProps) {
  const { t } = useText()
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextIndex(event.key, indexOf(files, active), files.length)
    const file = next === null ? undefined : files[next]
    if (file === undefined || next === null) return
    event.preventDefault()
    onActivate(file.name)
    list.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <div ref={list} role="tablist" aria-label={t('editor.files')} className="editor__tabs">
      {files.map(({ name, isGiven }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${id}-tab-${name}`}
          className="editor__tab"
          aria-selected={name === active}
          aria-controls={`${id}-code`}
          aria-label={isGiven ? t('editor.given', { file: name }) : undefined}
          title={isGiven ? t('editor.given', { file: name }) : undefined}
          tabIndex={name === active ? 0 : -1}
          onKeyDown={onKeyDown}
          onClick={() => {
            onActivate(name)
          }}
        >
          {name}
          {isGiven && <Lock aria-hidden size={12} />}
        </button>
      ))}
    </div>
  )
}

function indexOf(files: FileTabsProps['files'], name: string): number {
  return files.findIndex((file) => file.name === name)
}

function nextIndex(key: string, index: number, count: number): number | null {
  if (key === 'ArrowRight') return (index + 1) % count
  if (key === 'ArrowLeft') return (index + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}
