import { useText } from '../i18n/text.ts'
import { useScene } from './stage-context.tsx'

/** The stage as text, for whoever does not see it: one line a queue and a process. */
export function StageSummary() {
  const { t } = useText()
  const { view } = useScene()
  const queues = [...view.queues.values()].map((queue) => ({
    id: queue.id,
    text: t('stage.queueSummary', {
      queue: queue.id,
      ready: queue.ready.size,
      unacked: queue.unacked.size,
    }),
  }))
  const processes = [...view.processes.values()].map((process) => ({
    id: process.id,
    text: t('stage.processSummary', {
      process: process.id,
      state: t(`stage.state.${process.state}`),
      running: process.running.size,
      reserved: process.reserved.size,
    }),
  }))
  return (
    <ul className="visually-hidden" aria-label={t('stage.summary')}>
      {[...queues, ...processes].map(({ id, text }) => (
        <li key={id}>{text}</li>
      ))}
    </ul>
  )
}
