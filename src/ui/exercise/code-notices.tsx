import { useText } from '../i18n/text.ts'
import type { ExerciseSession, ExerciseState } from './exercise-session.ts'

interface CodeNoticesProps {
  readonly session: ExerciseSession
  readonly state: ExerciseState
  /** A choice was made, and what had the focus is gone. */
  chosen(): void
}

/** What one has to know before going on: a crash, another start, a text that cannot be kept. */
export function CodeNotices({ session, state, chosen }: CodeNoticesProps) {
  const { t } = useText()
  const { runner } = session.settings.ports
  const choose = (choice: 'mine' | 'new') => {
    session.chooseStart(choice)
    chosen()
  }
  return (
    <>
      {runner.wasCutOff && (
        <p className="code__notice" role="alert">
          {t('exercise.cutOff')}
        </p>
      )}
      {state.hasNewStart && (
        <div className="code__notice" role="alert">
          <span>{t('exercise.newStart')}</span>
          <button
            type="button"
            className="button button--small"
            onClick={() => {
              choose('mine')
            }}
          >
            {t('exercise.keepMine')}
          </button>
          <button
            type="button"
            className="button button--small"
            onClick={() => {
              choose('new')
            }}
          >
            {t('exercise.takeNew')}
          </button>
        </div>
      )}
      {state.problem !== null && state.runs === 0 && (
        <p className="code__notice" role="alert">
          {t(`exercise.notRead.${state.problem}`)}
        </p>
      )}
      {state.hasNoSolution && (
        <p className="code__notice" role="alert">
          {t('exercise.noSolution')}
        </p>
      )}
      {state.refusal !== null && (
        <p className="code__notice" role="alert">
          {t(`exercise.notKept.${state.refusal}`)}
        </p>
      )}
    </>
  )
}
