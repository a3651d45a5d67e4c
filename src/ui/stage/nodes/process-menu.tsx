import { Power } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ProcessView, ShopInput, Signal } from '#scenarios'
import { useText } from '../../i18n/text.ts'
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
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger
            className="button button--small button--quiet nodrag"
            aria-label={t('act.processMenu', { id })}
          >
            <Power size={14} aria-hidden="true" />
            {t('act.stop')}
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
              {SIGNALS.map((signal) => (
                <DropdownMenu.Item
                  key={signal}
                  className="menu__item"
                  onSelect={act({ type: 'signal', process: id, signal })}
                >
                  {signal}
                  <span className="menu__hint">{t(`act.hint.${signal}`)}</span>
                </DropdownMenu.Item>
              ))}
              <DropdownMenu.Separator className="menu__line" />
              <DropdownMenu.Item
                className="menu__item"
                disabled={!process.isConnected}
                onSelect={act({ type: 'disconnect', process: id })}
              >
                {t('act.disconnect')}
                <span className="menu__hint">{t('act.hint.disconnect')}</span>
              </DropdownMenu.Item>
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      )}
    </>
  )
}
