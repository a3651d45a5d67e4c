import { X } from 'lucide-react'
import { useText } from '../i18n/text.ts'
import { useCalmState } from '../player-context.tsx'
import type { Selection } from '../stage/stage-context.tsx'
import { BindingInspector } from './binding-inspector.tsx'
import { JourneyInspector } from './journey-inspector.tsx'
import { NodeInspector } from './node-inspector.tsx'
import './inspector.css'

interface InspectorProps {
  readonly selection: Selection
  select(selection: Selection | null): void
  /** True where nodes and bindings can be taken away. */
  readonly canRemove: boolean
}

/** Everything about what is selected: its settings and numbers, or its journey and why. */
export function Inspector({ selection, select, canRemove }: InspectorProps) {
  const { t } = useText()
  const { view } = useCalmState()
  if (view === null) return null
  return (
    <aside className="inspector" aria-label={t('inspector.name')}>
      <div className="inspector__head">
        <h2>{titleOf(selection, t)}</h2>
        <button
          type="button"
          className="button button--icon button--quiet"
          aria-label={t('inspector.close')}
          onClick={() => {
            select(null)
          }}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </div>
      {selection.type === 'node' && (
        <NodeInspector key={selection.id} id={selection.id} view={view} canRemove={canRemove} />
      )}
      {selection.type === 'binding' && (
        <BindingInspector id={selection.id} view={view} canRemove={canRemove} />
      )}
      {(selection.type === 'order' || selection.type === 'message') && (
        <JourneyInspector selection={selection} select={select} />
      )}
    </aside>
  )
}

function titleOf(selection: Selection, t: ReturnType<typeof useText>['t']): string {
  switch (selection.type) {
    case 'node':
      return selection.id
    case 'order':
      return t('inspector.order', { order: selection.order })
    case 'message':
      return t('inspector.message', { message: selection.message })
    case 'binding':
      return t('inspector.binding')
  }
}
