import { CloudLightning } from 'lucide-react'
import { useText } from '../../i18n/text.ts'
import { ActionMenu } from '../../menu/action-menu.tsx'
import { usePlayer } from '../../player-context.tsx'
import { useNode } from '../stage-context.tsx'

/** What can go wrong with the mail provider, on its card. */
export function MailMenu({ id }: { readonly id: string }) {
  const { t } = useText()
  const player = usePlayer()
  const node = useNode('mail', id)
  if (node === null) return null
  const set = (field: string, value: number | boolean) => () => {
    player.input({ type: 'configure', node: id, field, value })
  }
  const faults = [
    { key: 'slow', act: set('latencyMs', Math.min(60_000, node.latencyMs * 10)) },
    { key: 'fast', act: set('latencyMs', Math.max(1, node.latencyMs / 10)) },
    { key: 'failing', act: set('failurePercent', node.failurePercent > 0 ? 0 : 50) },
    { key: node.isDown ? 'up' : 'down', act: set('isDown', !node.isDown) },
  ]
  return (
    <ActionMenu
      label={t('act.mailMenu')}
      className="button button--small button--quiet nodrag"
      actions={faults.map(({ key, act }) => ({ name: t(`act.mail.${key}`), act }))}
    >
      <CloudLightning size={14} aria-hidden="true" />
    </ActionMenu>
  )
}
