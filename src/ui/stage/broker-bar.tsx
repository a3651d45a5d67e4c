import { Server, TriangleAlert } from 'lucide-react'
import { useText } from '../i18n/text.ts'
import { ActionMenu } from '../menu/action-menu.tsx'
import { usePlayer } from '../player-context.tsx'
import { useScene } from './stage-context.tsx'

function stateOf(isRunning: boolean, hasAlarm: boolean): string {
  if (!isRunning) return 'stage.brokerDown'
  return hasAlarm ? 'stage.brokerAlarm' : 'stage.brokerRuns'
}

/** The broker as a whole: whether it runs, and how to restart it. Shown where there is one. */
export function BrokerBar() {
  const { t } = useText()
  const player = usePlayer()
  const { view } = useScene()
  if (!view.definition.nodes.some(({ kind }) => kind === 'queue' || kind === 'exchange'))
    return null
  const { isRunning, alarms } = view.broker
  const hasAlarm = alarms.has('memory')
  const blocked = [...view.processes.values()].filter(({ isBlocked }) => isBlocked).length
  const restart = (how: 'clean' | 'killed') => () => {
    player.input({ type: 'restart-broker', how })
  }
  return (
    <div className="broker-bar" data-running={isRunning} data-alarm={hasAlarm}>
      <Server size={14} aria-hidden="true" />
      <span>{t(stateOf(isRunning, hasAlarm))}</span>
      {blocked > 0 && (
        <span className="broker-bar__blocked">{t('stage.blockedCount', { count: blocked })}</span>
      )}
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
      <button
        type="button"
        className="button button--small button--quiet broker-bar__alarm"
        aria-pressed={hasAlarm}
        title={t('act.hint.alarm')}
        disabled={!isRunning}
        onClick={() => {
          player.input({ type: 'memory-alarm', isOn: !hasAlarm })
        }}
      >
        <TriangleAlert size={14} aria-hidden="true" />
        {t('act.alarm')}
      </button>
    </div>
  )
}
