import { lazy, Suspense } from 'react'
import { Route, Router, Switch } from 'wouter'
import { changeLanguage, useText, type Language } from './i18n/text.ts'
import { PlayerContext } from './player-context.tsx'
import type { Player } from './player/player.ts'
import type { SandboxKeeper } from './sandbox/sandbox-keeper.ts'
import { AreaBoundary } from './shell/area-boundary.tsx'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'
import './theme/tokens.css'
import './theme/base.css'

// Each page is loaded when it is first opened.
const SandboxPage = lazy(async () => ({
  default: (await import('./sandbox/sandbox-page.tsx')).SandboxPage,
}))

/** What the pages need from outside. */
export interface WorkshopPorts {
  readonly player: Player
  readonly sandbox: SandboxKeeper
  /** The path the app is served under, without a slash at its end. */
  readonly basePath: string
  /** Keeps the choice of language for the next visit. */
  keepLanguage(language: Language): void
}

/** The whole app: its pages, and what they all stand on. */
export function Workshop({ ports }: { readonly ports: WorkshopPorts }) {
  const changeAndKeep = (language: Language) => {
    ports.keepLanguage(language)
    void changeLanguage(language)
  }
  return (
    <PlayerContext.Provider value={ports.player}>
      <Router base={ports.basePath}>
        <Shell changeLanguage={changeAndKeep}>
          <AreaBoundary fallback={(retry) => <Fault retry={retry} />}>
            <Suspense fallback={null}>
              <Pages ports={ports} />
            </Suspense>
          </AreaBoundary>
        </Shell>
      </Router>
    </PlayerContext.Provider>
  )
}

function Pages({ ports }: { readonly ports: WorkshopPorts }) {
  return (
    <Switch>
      <Route path="/sandbox">
        <SandboxPage keeper={ports.sandbox} shared={sharedRun()} />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  )
}

/** A shared run stands behind the # of the address: no server ever sees it. */
function sharedRun(): string | null {
  return window.location.hash.length > 1 ? window.location.hash.slice(1) : null
}

function Fault({ retry }: { readonly retry: () => void }) {
  const { t } = useText()
  return (
    <div className="page" role="alert">
      <p>{t('fault.text')}</p>
      <button type="button" className="button" onClick={retry}>
        {t('fault.retry')}
      </button>
    </div>
  )
}
