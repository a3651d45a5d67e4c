import { ms, seconds, toSeconds, type Instant } from '#engine'
import { useText } from '../i18n/text.ts'
import type { RunMark } from '#scenarios'
import { useCalmState, usePlayer, usePlayerState } from '../player-context.tsx'

/** The timeline reaches at least this far, so that its start does not jump about. */
const LENGTH_MIN = seconds(10)

/** More marks than this would be a solid bar. */
const MARKS_MAX = 120

/** The run as a line: slide it to go to any instant; marks show what was done and what went wrong. */
export function Timeline() {
  const { t, number } = useText()
  const player = usePlayer()
  const playhead = usePlayerState((state) => state.playhead)
  const { head, marks } = useCalmState()
  const length = Math.max(head, playhead, LENGTH_MIN)
  return (
    <div className="timeline">
      <div className="timeline__marks" aria-hidden="true">
        <span className="timeline__head" style={{ width: `${(100 * head) / length}%` }} />
        {thinned(marks).map((mark) => (
          <span
            key={mark.fact}
            className={`timeline__mark timeline__mark--${mark.kind}`}
            style={{ left: `${(100 * mark.at) / length}%` }}
          />
        ))}
      </div>
      <input
        type="range"
        className="timeline__slider"
        aria-label={t('transport.timeline')}
        aria-valuetext={t('transport.at', { seconds: number(toSeconds(playhead), 2) })}
        min={0}
        max={length}
        step={ms(10)}
        value={playhead}
        onChange={(event) => {
          player.seek(Number(event.target.value) as Instant)
        }}
      />
    </div>
  )
}

function thinned(marks: readonly RunMark[]): readonly RunMark[] {
  const every = Math.ceil(marks.length / MARKS_MAX)
  return every <= 1
    ? marks
    : marks.filter((mark, index) => index % every === 0 || mark.kind === 'input')
}
