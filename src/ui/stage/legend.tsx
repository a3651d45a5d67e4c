import { useRef } from 'react'
import { useText } from '../i18n/text.ts'
import { PopoverButton } from '../menu/popover-button.tsx'
import { useScene } from './stage-context.tsx'
import { FLIGHTS_DRAWN_MAX } from './draw-flights.ts'
import { MarkIcon } from './mark-icon.tsx'
import { markStates } from './mark.ts'

/** What each mark means; the same marks are used in every list. */
export function Legend() {
  const { t, number } = useText()
  const { view } = useScene()
  const panel = useRef<HTMLDivElement>(null)
  const count = view.flights.length
  return (
    <div className="legend">
      {count > FLIGHTS_DRAWN_MAX && (
        <span className="legend__note">{t('stage.sampled', { count: number(count) })}</span>
      )}
      <PopoverButton
        label={t('stage.legend')}
        className="button button--small"
        isDisabled={false}
        panel={panel}
        face={t('stage.legend')}
      >
        <div className="legend__list">
          <ul>
            {markStates.map((mark) => (
              <li key={mark}>
                <MarkIcon mark={mark} />
                {t(`mark.${mark}`)}
              </li>
            ))}
          </ul>
          <p className="card__note">{t('stage.hop', { ms: number(view.definition.hopMs, 2) })}</p>
        </div>
      </PopoverButton>
    </div>
  )
}
