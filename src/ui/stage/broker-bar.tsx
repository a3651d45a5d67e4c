import { DropdownMenu } from 'radix-ui'
import { Server } from 'lucide-react'
import { useText } from '../i18n/text.ts'
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
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="button button--small button--quiet" disabled={!isRunning}>
          {t('act.restart')}
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="start" side="top" sideOffset={4}>
            {(['clean', 'killed'] as const).map((how) => (
              <DropdownMenu.Item key={how} className="menu__item" onSelect={restart(how)}>
                {t(`act.restartBroker.${how}`)}
                <span className="menu__hint">{t(`act.hint.restart.${how}`)}</span>
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </div>
  )
}
