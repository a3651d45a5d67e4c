import type { CompleteNode, StageView } from '#scenarios'
import { useText } from '../i18n/text.ts'
import { usePlayer } from '../player-context.tsx'
import { FieldControl } from './field-control.tsx'
import { fieldGroups, type FieldGroup } from './field-groups.ts'

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
      {fieldGroups(node).map((group) => (
        <Group key={group.name} group={group} node={node} view={view} />
      ))}
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

interface GroupProps {
  readonly group: FieldGroup
  readonly node: CompleteNode
  readonly view: StageView
}

/** Settings that belong together; what is rarely set is put away until it is. */
function Group({ group: { name, fields, isUsed }, node, view }: GroupProps) {
  const { t } = useText()
  const controls = (
    <div className="inspector__fields">
      {fields.map((field) => (
        <FieldControl key={field} node={node} field={field} view={view} />
      ))}
    </div>
  )
  if (name === null) return controls
  return (
    <details className="inspector__group" open={isUsed}>
      <summary>{t(`inspector.group.${name}`)}</summary>
      {controls}
    </details>
  )
}
