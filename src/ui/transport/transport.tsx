import { Pause, Play, RotateCcw, SkipBack, SkipForward, Undo2 } from 'lucide-react'
import { toSeconds } from '#engine'
import { useText } from '../i18n/text.ts'
import { usePlayer, usePlayerState } from '../player-context.tsx'
import { Timeline } from './timeline.tsx'
import './transport.css'

const SPEEDS = [0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 100, 1_000]

/** The run's time, like the bar of a video player: play, step both ways, speed, the timeline. */
export function Transport() {
  const { t, number } = useText()
  const player = usePlayer()
  const status = usePlayerState((state) => state.status)
  const speed = usePlayerState((state) => state.speed)
  const playhead = usePlayerState((state) => state.playhead)
  const canUndo = usePlayerState((state) => state.canUndo)
  const isPlaying = status === 'playing'
  const isEmpty = status === 'empty' || status === 'failed'
  return (
    <div className="transport" role="group" aria-label={t('transport.name')}>
      <button
        type="button"
        className="button button--primary transport__play"
        disabled={isEmpty}
        onClick={() => {
          if (isPlaying) player.pause()
          else player.play()
        }}
      >
        {isPlaying ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
        {t(isPlaying ? 'transport.pause' : 'transport.play')}
      </button>
      <IconButton label={t('transport.stepBack')} disabled={isEmpty} act={() => player.stepBack()}>
        <SkipBack size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label={t('transport.step')} disabled={isEmpty} act={() => player.step()}>
        <SkipForward size={16} aria-hidden="true" />
      </IconButton>
      <output className="transport__time" aria-label={t('transport.time')}>
        {t('seconds', { value: number(toSeconds(playhead), 2) })}
      </output>
      <Timeline />
      <label className="transport__speed">
        <span className="visually-hidden">{t('transport.speed')}</span>
        <select
          className="field"
          value={speed}
          onChange={(event) => {
            player.setSpeed(Number(event.target.value))
          }}
        >
          {[...new Set([...SPEEDS, speed])]
            .sort((a, b) => a - b)
            .map((value) => (
              <option key={value} value={value}>
                {number(value, value < 1 ? 2 : 0)}×
              </option>
            ))}
        </select>
      </label>
      <IconButton label={t('transport.undo')} disabled={!canUndo} act={() => player.undo()}>
        <Undo2 size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label={t('transport.reset')} disabled={isEmpty} act={() => player.reset()}>
        <RotateCcw size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

interface IconButtonProps {
  readonly label: string
  readonly disabled: boolean
  act(): void
  readonly children: React.ReactNode
}

function IconButton({ label, disabled, act, children }: IconButtonProps) {
  return (
    <button
      type="button"
      className="button button--icon"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={act}
    >
      {children}
    </button>
  )
}
