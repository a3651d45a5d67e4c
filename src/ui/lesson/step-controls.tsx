import type { StepControl } from '#lessons'
import type { StageView } from '#scenarios'
import { useText } from '../i18n/text.ts'
import { FieldControl } from '../inspector/field-control.tsx'
import { usePlayerState } from '../player-context.tsx'
import { BindingsControl } from './bindings-control.tsx'

/** What a step asks to be changed, beside its text. */
export function StepControls({ controls }: { readonly controls: readonly StepControl[] }) {
  const { t } = useText()
  const view = usePlayerState((state) => state.view)
  if (view === null) return null
  return (
    <section className="controls" aria-label={t('lesson.controls')}>
      <h2 className="lesson__label">{t('lesson.controls')}</h2>
      {controls.map((control) => (
        <ControlRow key={nameOf(control)} control={control} view={view} />
      ))}
    </section>
  )
}

function ControlRow({
  control,
  view,
}: {
  readonly control: StepControl
  readonly view: StageView
}) {
  if ('queue' in control) {
    return (
      <div className="controls__row">
        <span className="controls__node">{control.queue}</span>
        <BindingsControl {...control} view={view} />
      </div>
    )
  }
  const node = view.definition.nodes.find(({ id }) => id === control.node)
  if (node === undefined) return null
  return (
    <div className="controls__row">
      <span className="controls__node">{control.node}</span>
      <FieldControl node={node} field={control.field} view={view} />
    </div>
  )
}

function nameOf(control: StepControl): string {
  return 'queue' in control
    ? `${control.exchange}>${control.queue}`
    : `${control.node}.${control.field}`
}
