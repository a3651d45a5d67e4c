import { toSeconds, type FactId, type Trace } from '#engine'
import { useDescribeFact } from '../i18n/describe-fact.ts'
import { useText } from '../i18n/text.ts'

interface DecidingFactProps {
  readonly trace: Trace
  readonly fact: FactId
}

/** What decided that a check does not hold, as a sentence. */
export function DecidingFact({ trace, fact }: DecidingFactProps) {
  const { t, number } = useText()
  const describe = useDescribeFact()
  const seconds = t('seconds', { value: number(toSeconds(trace.at(fact)), 3) })
  return (
    <p className="check__fact">
      {seconds}: {describe(trace.fact(fact))}
    </p>
  )
}
