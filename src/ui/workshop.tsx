import { lazy, Suspense, use, type ReactNode } from 'react'
import { Route, Router, Switch } from 'wouter'
import { ExerciseContext, type ExercisePorts } from './exercise/exercise-ports.ts'
import { FilesContext, type WorkshopFiles } from './files-context.ts'
import { changeLanguage, loadTexts, useText, type Language } from './i18n/text.ts'
import type { LessonLibrary, ProgressKeeper } from './lesson/lesson-ports.ts'
import { PlayerContext } from './player-context.tsx'
import type { Player } from './player/player.ts'
import type { SandboxKeeper } from './sandbox/sandbox-keeper.ts'
import { AreaBoundary } from './shell/area-boundary.tsx'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'
import './theme/tokens.css'
import './theme/base.css'

// Each page is loaded when it is first opened.
const HomePage = lazy(async () => ({
  default: (await import('./home/home-page.tsx')).HomePage,
}))
const LessonPage = lazy(async () => ({
  default: (await import('./lesson/lesson-page.tsx')).LessonPage,
}))
const SandboxPage = lazy(async () => {
  const [{ SandboxPage: loaded }] = await Promise.all([
    import('./sandbox/sandbox-page.tsx'),
    loadTexts('settings'),
  ])
  return { default: loaded }
})

/** What the pages need from outside. */
export interface WorkshopPorts {
  readonly player: Player
  readonly files: WorkshopFiles
  readonly library: LessonLibrary
  readonly progress: ProgressKeeper
  /** What exercises need; loaded with the first one that is opened. */
  loadExercises(): Promise<ExercisePorts>
  /** Where the sandbox's shop is kept; loaded when the sandbox is first opened. */
  loadSandbox(): Promise<SandboxKeeper>
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
      <FilesContext.Provider value={ports.files}>
        <ExerciseContext.Provider value={ports.loadExercises}>
          <Router base={ports.basePath}>
            <Shell changeLanguage={changeAndKeep}>
              <AreaBoundary renderFault={renderFault}>
                <Suspense fallback={null}>
                  <Pages ports={ports} />
                </Suspense>
              </AreaBoundary>
            </Shell>
          </Router>
        </ExerciseContext.Provider>
      </FilesContext.Provider>
    </PlayerContext.Provider>
  )
}

function renderFault(retry: () => void): ReactNode {
  return <Fault retry={retry} />
}

function Pages({ ports: { library, progress, loadSandbox } }: { readonly ports: WorkshopPorts }) {
  const lessonPage = (id: string, isPresenting: boolean) => (
    <LessonPage id={id} library={library} keeper={progress} isPresenting={isPresenting} />
  )
  return (
    <Switch>
      <Route path="/">
        <HomePage course={library.course} keeper={progress} />
      </Route>
      <Route path="/lessons/:id">{({ id }) => lessonPage(id, false)}</Route>
      <Route path="/present/:id">{({ id }) => lessonPage(id, true)}</Route>
      <Route path="/sandbox">
        <SandboxRoute loadSandbox={loadSandbox} />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  )
}

function SandboxRoute({ loadSandbox }: Pick<WorkshopPorts, 'loadSandbox'>) {
  return <SandboxPage keeper={use(loadSandbox())} shared={sharedRun()} />
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
