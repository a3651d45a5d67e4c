import { toSeconds } from '#engine'
import type { NodeOf, ProcessView, TaskView } from '#scenarios'
import { useText } from '../../i18n/text.ts'
import { useCpuPercent } from '../use-cpu-percent.ts'
import { useScene } from '../stage-context.tsx'
import { CardHead } from './card-head.tsx'
import { chipsInARow, OrderChip } from './order-chip.tsx'
import { MemoryPart } from './memory-part.tsx'
import { PollerPart } from './poller-part.tsx'
import { ProcessMenu } from './process-menu.tsx'

interface ProcessCardProps {
  readonly id: string
  readonly kind: 'web' | 'worker' | 'producer'
}

/** A process: pid, state, CPU, what it runs and what it holds. A dead one stays, crossed out. */
export function ProcessCard({ id, kind }: ProcessCardProps) {
  const { t, number } = useText()
  const { view, players } = useScene()
  const process = view.processes.get(id)
  const cpu = useCpuPercent(id)
  const node = view.definition.nodes.find((one) => one.id === id)
  const threads = node !== undefined && 'threads' in node ? (node.threads ?? 1) : 1
  const pollers = view.definition.nodes.filter((one) => one.kind === 'poller' && one.web === id)
  const state = process?.state ?? 'exited'
  return (
    <div className="card card--process" data-state={state}>
      <CardHead id={id} title={id} kind={t(`kind.${kind}`)}>
        <ProcessMenu id={id} process={process} />
      </CardHead>
      <p className="process__line">
        <span className="process__pid">{t('stage.pid', { pid: process?.pid ?? '–' })}</span>
        <span className="process__state" data-state={state}>
          {describeState(t, process)}
        </span>
        {state !== 'exited' && <span className="process__cpu">CPU {number(cpu)} %</span>}
      </p>
      {kind !== 'producer' && process !== undefined && (
        <Work process={process} threads={threads} isWeb={kind === 'web'} />
      )}
      {players[id] !== undefined && (
        <p className="card__note">{t('stage.playedBy', { file: players[id] })}</p>
      )}
      {node?.kind === 'worker' && players[id] === undefined && (
        <WorkerNote node={node} process={process} />
      )}
      {(node?.kind === 'web' || node?.kind === 'producer') && (
        <PublisherNote node={node} process={process} />
      )}
      {node?.kind === 'web' && node.then === 'memory' && <MemoryPart id={id} />}
      {pollers.map((poller) => (
        <PollerPart key={poller.id} id={poller.id} />
      ))}
    </div>
  )
}

interface NoteProps<Kind extends 'worker' | 'web' | 'producer'> {
  readonly node: NodeOf<Kind>
  readonly process: ProcessView | undefined
}

/** How a worker consumes, and its part where only one consumer of the queue is served. */
function WorkerNote({ node, process }: NoteProps<'worker'>) {
  const { t } = useText()
  const { view } = useScene()
  const queue = view.definition.nodes.find(({ id }) => id === node.queue)
  const consumer = [...view.consumers.values()].find((one) => one.process === node.id)
  const isSingle = queue?.kind === 'queue' && queue.singleActiveConsumer && consumer !== undefined
  const isCutOff = process?.isConnected === false && process.state !== 'exited'
  const parts = [
    t(`stage.ack.${node.ack}`),
    t('stage.prefetch', { prefetch: node.prefetch === 0 ? '∞' : node.prefetch }),
    ...(node.priority === 0 ? [] : [t('stage.priority', { priority: node.priority })]),
    ...(isSingle ? [t(consumer.isActive ? 'stage.single.active' : 'stage.single.waits')] : []),
    ...(isCutOff ? [t('stage.cutOff')] : []),
  ]
  return <p className="card__note">{parts.join(' · ')}</p>
}

/** What the broker has said to what it published, and whether it still listens. */
function PublisherNote({ node, process }: NoteProps<'web' | 'producer'>) {
  const { t, number } = useText()
  if (process === undefined) return null
  const { acked, nacked } = process.confirmed
  const confirms = t('stage.confirms', { acked: number(acked), nacked: number(nacked) })
  return (
    <>
      {node.confirm && <p className="card__note">{confirms}</p>}
      {process.isBlocked && <p className="card__warning">{t('stage.blocked')}</p>}
    </>
  )
}

type Translate = ReturnType<typeof useText>['t']

function describeState(t: Translate, process: ProcessView | undefined): string {
  if (process === undefined) return t('stage.notStarted')
  if (process.state !== 'exited') return t(`stage.state.${process.state}`)
  return process.signal === null
    ? t('stage.exitedWith', { code: process.code ?? 0 })
    : t('stage.killedBy', { signal: process.signal })
}

interface WorkProps {
  readonly process: ProcessView
  readonly threads: number
  readonly isWeb: boolean
}

/** So many threads are shown as slots of their own, two rows; a web server may have dozens. */
const SLOTS_MAX = 4

function Work({ process, threads, isWeb }: WorkProps) {
  const { t } = useText()
  const running = [...process.running.values()]
  const reserved = [...process.reserved]
  const slots = Math.min(Math.max(threads, running.length), SLOTS_MAX)
  const shown = chipsInARow([...process.reserved.values()])
  return (
    <div className="work">
      <span className="copies__label">
        {t('stage.running')}
        {running.length > slots && ` (${running.length})`}
      </span>
      <div className="work__slots work__slots--threads">
        {Array.from({ length: slots }, (_, index) => (
          <Slot key={index} task={running[index]} />
        ))}
      </div>
      <span className="copies__label">{t(isWeb ? 'stage.backlog' : 'stage.reserved')}</span>
      <div className="work__slots">
        {reserved.slice(0, shown).map(([fact, { order, message }]) => (
          <OrderChip
            key={fact}
            order={order}
            message={message}
            mark={isWeb ? 'request' : 'unacked'}
            state={t('stage.reserved')}
          />
        ))}
        {reserved.length > shown && (
          <span className="copies__rest">+{reserved.length - shown}</span>
        )}
        {reserved.length === 0 && <span className="work__none">–</span>}
      </div>
    </div>
  )
}

function Slot({ task }: { readonly task: TaskView | undefined }) {
  const { t, number } = useText()
  const { playhead } = useScene()
  if (task === undefined) return <span className="slot" title={t('stage.threadFree')} />
  const seconds = toSeconds((playhead - task.since) as never)
  return (
    <span className="slot slot--busy">
      <OrderChip
        order={task.order}
        message={task.message}
        mark={task.message === null ? 'request' : 'unacked'}
        state={t('stage.running')}
      />
      <span className="slot__time">{t('seconds', { value: number(Math.max(0, seconds), 1) })}</span>
    </span>
  )
}
