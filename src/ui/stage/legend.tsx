import { Popover } from 'radix-ui'
import { useText } from '../i18n/text.ts'
import { useScene } from './stage-context.tsx'
import { FLIGHTS_DRAWN_MAX } from './draw-flights.ts'
import { MarkIcon } from './mark-icon.tsx'
import { markStates } from './mark.ts'

/** What each mark means; the same marks are used in every list. */
export function Legend() {
  const { t, number } = useText()
  const { view } = useScene()
  const count = view.flights.length
  return (
    <div className="legend">
      {count > FLIGHTS_DRAWN_MAX && (
        <span className="legend__note">{t('stage.sampled', { count: number(count) })}</span>
      )}
      <Popover.Root>
        <Popover.Trigger className="button button--small">{t('stage.legend')}</Popover.Trigger>
        <Popover.Portal>
          <Popover.Content className="menu legend__list" side="top" align="end" sideOffset={6}>
            <ul>
              {markStates.map((mark) => (
                <li key={mark}>
                  <MarkIcon mark={mark} />
                  {t(`mark.${mark}`)}
                </li>
              ))}
            </ul>
            <p className="card__note">{t('stage.hop', { ms: number(view.definition.hopMs, 2) })}</p>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </div>
  )
}
