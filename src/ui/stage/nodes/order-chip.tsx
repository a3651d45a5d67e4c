import { useText } from '../../i18n/text.ts'
import { MarkIcon } from '../mark-icon.tsx'
import type { MarkState } from '../mark.ts'
import { useScene } from '../stage-context.tsx'

interface OrderChipProps {
  readonly order: number | null
  readonly message: number | null
  readonly mark: MarkState
  /** What a screen reader says beside the number. */
  readonly state: string
  /** Of a message in a queue that tells priorities apart; 0 is not shown. */
  readonly priority?: number
}

/** An order or message with its mark; a click shows its journey. */
export function OrderChip({ order, message, mark, state, priority = 0 }: OrderChipProps) {
  const { t } = useText()
  const { selection, select } = useScene()
  const isSelected =
    (selection?.type === 'order' && selection.order === order) ||
    (selection?.type === 'message' && selection.message === message)
  return (
    <button
      type="button"
      className="chip nodrag"
      data-selected={isSelected}
      aria-label={t(order === null ? 'stage.messageIs' : 'stage.orderIs', {
        order,
        message,
        state: priority === 0 ? state : `${state}, ${t('stage.priority', { priority })}`,
      })}
      onClick={(event) => {
        event.stopPropagation()
        if (order !== null) select({ type: 'order', order })
        else if (message !== null) select({ type: 'message', message })
      }}
    >
      <MarkIcon mark={mark} />
      <span>{order ?? `m${message}`}</span>
      {priority > 0 && (
        <span className="chip__priority" aria-hidden="true">
          {priority}
        </span>
      )}
    </button>
  )
}

/** How many chips fit side by side in a card: a longer number needs more room. */
export function chipsInARow(tasks: readonly { readonly order: number | null }[]): number {
  return tasks.some(({ order }) => (order ?? 0) > 99) ? 3 : 4
}
