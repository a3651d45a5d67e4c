import type { ShopNode, StageView } from '#scenarios'
import { useText } from '../i18n/text.ts'
import { usePlayer } from '../player-context.tsx'
import { FieldControl } from './field-control.tsx'

interface NodeInspectorProps {
  readonly id: string
  readonly view: StageView
  readonly canRemove: boolean
}

/** A node's settings; each change is something done to the run at this instant. */
export function NodeInspector({ id, view, canRemove }: NodeInspectorProps) {
  const { t } = useText()
  const player = usePlayer()
  const node = view.definition.nodes.find((one) => one.id === id)
  if (node === undefined) return <p className="card__note">{t('inspector.nodeGone')}</p>
  return (
    <>
      <p className="card__note">{t(`about.${node.kind}`)}</p>
      <div className="inspector__fields">
        {fieldsOf(node).map((field) => (
          <FieldControl key={field} node={node} field={field} view={view} />
        ))}
      </div>
      {canRemove && (
        <button
          type="button"
          className="button"
          onClick={() => {
            player.input({ type: 'remove', node: id })
          }}
        >
          {t('act.remove', { id })}
        </button>
      )}
    </>
  )
}

/** What can be set about a node: everything but its name and kind, and what it is a part of. */
function fieldsOf(node: ShopNode): readonly string[] {
  const fixed = new Set(['id', 'kind', 'web'])
  return Object.keys(node).filter((field) => !fixed.has(field))
}
