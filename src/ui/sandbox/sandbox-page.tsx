import { useCallback, useEffect, useRef, useState } from 'react'
import { START } from '#engine'
import {
  planConnection,
  readShareLink,
  type BindingRule,
  type ReadRun,
  type RunSource,
} from '#scenarios'
import { describeProblem } from '../i18n/describe-problem.ts'
import { useText } from '../i18n/text.ts'
import { usePlayer } from '../player-context.tsx'
import { Workbench } from '../workbench/workbench.tsx'
import { ConnectForm } from './connect-form.tsx'
import { Palette } from './palette.tsx'
import type { Keeping, SandboxKeeper } from './sandbox-keeper.ts'
import { exampleShop } from './example-shop.ts'
import { ShopTools } from './shop-tools.tsx'
import './sandbox.css'

interface SandboxPageProps {
  readonly keeper: SandboxKeeper
  /** The text of a shared run, from the address; null without one. */
  readonly shared: string | null
}

/** The free sandbox: a shop of one's own, built while it runs. */
export function SandboxPage({ keeper, shared }: SandboxPageProps) {
  const { t } = useText()
  const player = usePlayer()
  const [notice, setNotice] = useState<string | null>(null)
  const [isGuest, setIsGuest] = useState(false)
  const keeping = useRef<Keeping | null>(null)

  const openRun = useCallback(
    (read: ReadRun) => {
      if (!read.ok) {
        setNotice(sentenceOf(read, t))
        return
      }
      // What was done a moment ago must be kept before another run takes the player.
      keeping.current?.flush()
      setIsGuest(true)
      player.open(read.source)
      setNotice(t('sandbox.opened'))
    },
    [player, t],
  )
  const openMine = useCallback(() => {
    setIsGuest(false)
    const kept = keeper.read()
    player.open(kept.source ?? firstRun())
    setNotice(kept.problem === null ? null : t(kept.problem))
  }, [keeper, player, t])

  useEffect(() => {
    openMine()
    if (shared !== null) openRun(readShareLink(shared))
    // Once for each visit: later changes of the language must not open the run again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  useEffect(() => {
    if (isGuest) return undefined
    const following = keeper.follow(player, (reason) => {
      setNotice(t('sandbox.notKept', { reason: t(`reason.${reason}`) }))
    })
    keeping.current = following
    return () => {
      keeping.current = null
      following.stop()
    }
  }, [keeper, player, isGuest, t])

  const connect = (from: string, to: string, rule: BindingRule = { routingKey: '' }) => {
    const { view } = player.store.getState()
    if (view === null) return
    const plan = planConnection(view.definition, from, to, rule)
    setNotice(plan.ok ? null : t(`sandbox.refuse.${plan.reason}`))
    if (plan.ok) plan.inputs.forEach((input) => player.input(input))
  }
  return (
    <Workbench sideName={t('sandbox.name')} onConnect={connect}>
      <div className="sandbox">
        <h1>{t('sandbox.title')}</h1>
        <p className="sandbox__lead">{t('sandbox.lead')}</p>
        {notice !== null && (
          <p className="sandbox__notice" role="status">
            {notice}
          </p>
        )}
        {isGuest && (
          <button type="button" className="button" onClick={openMine}>
            {t('sandbox.mine')}
          </button>
        )}
        <Palette />
        <ConnectForm connect={connect} />
        <ShopTools
          openRun={openRun}
          say={setNotice}
          openShop={(definition) => {
            player.open(firstRun(definition))
            setNotice(null)
          }}
        />
      </div>
    </Workbench>
  )
}

/** A run of a shop that nobody has touched yet. */
function firstRun(definition: RunSource['definition'] = exampleShop()): RunSource {
  return { definition, seed: 1, inputs: [], at: START }
}

function sentenceOf(
  read: Extract<ReadRun, { ok: false }>,
  t: ReturnType<typeof useText>['t'],
): string {
  const [first] = read.problems
  const problem = first === undefined ? '' : describeProblem(t, first)
  return t(`sandbox.read.${read.reason}`, { problem })
}
