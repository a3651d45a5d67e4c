import { Power } from 'lucide-react'
import type { ProcessView, ShopInput, Signal } from '#scenarios'
import { useText } from '../../i18n/text.ts'
import { ActionMenu } from '../../menu/action-menu.tsx'
import { usePlayer } from '../../player-context.tsx'

const SIGNALS: readonly Signal[] = ['SIGTERM', 'SIGQUIT', 'SIGKILL', 'SIGSEGV']

interface ProcessMenuProps {
  readonly id: string
  readonly process: ProcessView | undefined
}

/** What can be done to a process, on the process itself. */
export function ProcessMenu({ id, process }: ProcessMenuProps) {
  const { t } = useText()
  const player = usePlayer()
  const isDead = process === undefined || process.state === 'exited'
  const act = (input: ShopInput) => () => {
    player.input(input)
  }
  return (
    <>
      {isDead && (
        <button
          type="button"
          className="button button--small button--primary nodrag"
          onClick={act({ type: 'start', process: id })}
        >
          {t('act.start')}
        </button>
      )}
      {!isDead && (
        <ActionMenu
          label={t('act.processMenu', { id })}
          className="button button--small button--quiet nodrag"
          actions={[
            ...SIGNALS.map((signal) => ({
              name: signal,
              hint: t(`act.hint.${signal}`),
              act: act({ type: 'signal', process: id, signal }),
            })),
            {
              name: t('act.disconnect'),
              hint: t('act.hint.disconnect'),
              isDisabled: !process.isConnected,
              act: act({ type: 'disconnect', process: id }),
            },
          ]}
        >
          <Power size={14} aria-hidden="true" />
          {t('act.stop')}
        </ActionMenu>
      )}
    </>
  )
}
