import { useEffect, useMemo, useRef, useState } from 'react'
import { toSeconds, type Fact } from '#engine'
import { useText } from '../i18n/text.ts'
import { useDescribeFact } from '../i18n/describe-fact.ts'
import { useCalmState, usePlayer } from '../player-context.tsx'
import { MarkIcon } from '../stage/mark-icon.tsx'
import { SaveTrace } from './save-trace.tsx'
import type { Selection } from '../stage/stage-context.tsx'
import { factGroups, lastFacts, type FactGroup } from './fact-filter.ts'
import { markOfFact, selectionOfFact } from './fact-marks.ts'

/** Lines in the list at most; older ones are found by seeking back. */
const LINES_MAX = 200

/** While time runs only the end of the list is in sight. */
const LINES_MAX_PLAYING = 40

interface TracePanelProps {
  select(selection: Selection | null): void
}

/** What has happened up to the playhead, as sentences; a click goes to that instant. */
export function TracePanel({ select }: TracePanelProps) {
  const { t, number } = useText()
  const player = usePlayer()
  const describe = useDescribeFact()
  const { trace, factCount, playhead, status } = useCalmState()
  const [group, setGroup] = useState<FactGroup>('story')
  const [text, setText] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const limit = status === 'playing' ? LINES_MAX_PLAYING : LINES_MAX
  const facts = useMemo(
    () => lastFacts(trace, factCount, { group, text, limit }, describe),
    [trace, factCount, group, text, limit, describe],
  )
  const last = facts.at(-1)?.id
  useEffect(() => {
    const element = list.current
    if (element !== null) element.scrollTop = element.scrollHeight
  }, [last])
  const goTo = (fact: Fact) => {
    player.pause()
    player.seek(fact.at)
    select(selectionOfFact(fact))
  }
  return (
    <div className="trace">
      <TraceFilter group={group} setGroup={setGroup} text={text} setText={setText} />
      <div role="log" aria-label={t('dock.trace')} aria-live="off" className="trace__log">
        {facts.length === 0 && <p className="dock__note">{t('trace.empty')}</p>}
        {/* A list that scrolls must be reachable by keyboard. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <ol ref={list} className="trace__list" tabIndex={0} aria-label={t('trace.facts')}>
          {facts.map((fact) => (
            <li key={fact.id}>
              <button
                type="button"
                className="trace__line"
                data-now={fact.at === playhead}
                onClick={() => {
                  goTo(fact)
                }}
              >
                <span className="trace__time">{number(toSeconds(fact.at), 3)}</span>
                <MarkIcon mark={markOfFact(fact)} />
                <span className="trace__text">{describe(fact)}</span>
              </button>
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}

interface TraceFilterProps {
  readonly group: FactGroup
  readonly text: string
  setGroup(group: FactGroup): void
  setText(text: string): void
}

function TraceFilter({ group, text, setGroup, setText }: TraceFilterProps) {
  const { t } = useText()
  return (
    <div className="trace__filter">
      <input
        type="search"
        className="field"
        placeholder={t('trace.search')}
        aria-label={t('trace.search')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
        }}
      />
      <div role="group" aria-label={t('trace.groups')} className="trace__groups">
        {factGroups.map((name) => (
          <button
            key={name}
            type="button"
            className="trace__group"
            aria-pressed={group === name}
            onClick={() => {
              setGroup(name)
            }}
          >
            {t(`trace.group.${name}`)}
          </button>
        ))}
      </div>
      <SaveTrace />
    </div>
  )
}
