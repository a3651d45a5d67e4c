import { Server } from 'lucide-react'
import { useText } from '../i18n/text.ts'
import { ActionMenu } from '../menu/action-menu.tsx'
import { usePlayer } from '../player-context.tsx'
import { useScene } from './stage-context.tsx'

/** The broker as a whole: whether it runs, and how to restart it. Shown where there is one. */
export function BrokerBar() {
  const { t } = useText()
  const player = usePlayer()
  const { view } = useScene()
  if (!view.definition.nodes.some(({ kind }) => kind === 'queue' || kind === 'exchange'))
    return null
  const { isRunning } = view.broker
  const restart = (how: 'clean' | 'killed') => () => {
    player.input({ type: 'restart-broker', how })
  }
  return (
    <div className="broker-bar" data-running={isRunning}>
      <Server size={14} aria-hidden="true" />
      <span>{t(isRunning ? 'stage.brokerRuns' : 'stage.brokerDown')}</span>
      <ActionMenu
        label={t('act.restartMenu')}
        className="button button--small button--quiet"
        isDisabled={!isRunning}
        actions={(['clean', 'killed'] as const).map((how) => ({
          name: t(`act.restartBroker.${how}`),
          hint: t(`act.hint.restart.${how}`),
          act: restart(how),
        }))}
      >
        {t('act.restart')}
      </ActionMenu>
    </div>
  )
}
