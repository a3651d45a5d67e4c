import type { StepControl } from '#lessons'
import { useText } from '../i18n/text.ts'
import { FieldControl } from '../inspector/field-control.tsx'
import { usePlayerState } from '../player-context.tsx'

/** The settings a step asks to be changed, beside its text. */
export function StepControls({ controls }: { readonly controls: readonly StepControl[] }) {
  const { t } = useText()
  const view = usePlayerState((state) => state.view)
  if (view === null) return null
  return (
    <section className="controls" aria-label={t('lesson.controls')}>
      <h2 className="lesson__label">{t('lesson.controls')}</h2>
      {controls.map(({ node, field }) => {
        const found = view.definition.nodes.find((one) => one.id === node)
        if (found === undefined) return null
        return (
          <div key={`${node}.${field}`} className="controls__row">
            <span className="controls__node">{node}</span>
            <FieldControl node={found} field={field} view={view} />
          </div>
        )
      })}
    </section>
  )
}
