import { Check, X } from 'lucide-react'
import type { Prediction } from '#lessons'
import { useText } from '../i18n/text.ts'
import { InlineProse } from './prose.tsx'

interface StepPredictionProps {
  readonly prediction: Prediction
  readonly answer: string | null
  /** True once the run has shown what is right. */
  readonly isRevealed: boolean
  readonly say: (key: string) => string
  choose(choice: string): void
}

/** The question before the run; what is right is told only when the run has shown it. */
export function StepPrediction({
  prediction,
  answer,
  isRevealed,
  say,
  choose,
}: StepPredictionProps) {
  const { t } = useText()
  return (
    <fieldset className="predict">
      <legend>
        <span className="lesson__label">{t('lesson.predict')}</span>
        <InlineProse html={say('predict')} />
      </legend>
      {prediction.choices.map((choice) => {
        const isRight = choice === prediction.answer
        const isChosen = choice === answer
        const result = isRevealed && (isRight || isChosen) ? (isRight ? 'right' : 'wrong') : ''
        return (
          <div key={choice} className="predict__choice" data-result={result}>
            <label>
              <input
                type="radio"
                name="prediction"
                value={choice}
                checked={isChosen}
                disabled={isRevealed}
                onChange={() => {
                  choose(choice)
                }}
              />
              <InlineProse html={say(`predict.${choice}`)} />
              {result === 'right' && <Check size={16} aria-label={t('lesson.right')} />}
              {result === 'wrong' && <X size={16} aria-label={t('lesson.wrong')} />}
            </label>
            {result !== '' && (
              <p className="predict__why">
                <InlineProse html={say(`predict.${choice}.why`)} />
              </p>
            )}
          </div>
        )
      })}
    </fieldset>
  )
}
