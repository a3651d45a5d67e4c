import { expect, test, type Browser, type Page } from '@playwright/test'
import { Learner, textsOf, type Language } from './learner.ts'
import { lessonOf } from './lesson-files.ts'

/** An exercise with one file to edit, the web's; another file beside it is read only. */
export const PUBLISH = ['wake-me-when-there-is-work', 'publish-it'] as const
/** An exercise in which web and workers are edited. */
export const OFF_LOOP = ['threads-and-processes', 'off-the-loop'] as const

/** A step of a lesson, by their names. */
export type Place = readonly [lesson: string, step: string]

/** Where the browser keeps what was written in an exercise. */
export const keyOf = ([lesson, step]: Place) => `queue-workshop/code/${lesson}/${step}`

function stepOf([id, stepId]: Place) {
  const lesson = lessonOf(id)
  const step = lesson.steps.find((one) => one.id === stepId)
  if (step === undefined) throw new Error(`${id} has no step ${stepId}.`)
  return { lesson, step }
}

/** The files of an exercise in a set; see {@link textsOf}. */
export function filesOf(place: Place, set: string): Record<string, string> {
  const { lesson, step } = stepOf(place)
  return textsOf(lesson, step, set)
}

interface Visit {
  readonly language?: Language
  /** What the browser keeps already, by key. */
  readonly kept?: Readonly<Record<string, string>>
  /** What the tab keeps already, by key. */
  readonly ofTab?: Readonly<Record<string, string>>
  readonly path?: 'lessons' | 'present'
  /** The field of the platform's own is waited for, in place of Monaco. */
  readonly isPlain?: boolean
}

/** Opens an exercise as somebody who was there before, and waits for its editor. */
export async function openExercise(page: Page, place: Place, visit: Visit = {}): Promise<Learner> {
  const { language = 'en', kept = {}, ofTab = {}, path = 'lessons', isPlain = false } = visit
  const [lesson, step] = place
  await page.addInitScript(
    ([id, last, local, session]) => {
      // The frame of a run has no storage, and needs none.
      if (window.origin === 'null' || localStorage.length > 0) return
      const progress = { version: 1, doneSteps: [], answers: {}, hints: {}, lastStep: last }
      const value = { lessons: { [id]: progress }, lastLesson: id }
      localStorage.setItem('queue-workshop/progress', JSON.stringify({ version: 1, value }))
      for (const [key, text] of Object.entries(local)) localStorage.setItem(key, text)
      for (const [key, text] of Object.entries(session)) sessionStorage.setItem(key, text)
    },
    [lesson, step, kept, ofTab] as const,
  )
  await page.goto(`/${path}/${lesson}?lang=${language}`)
  if (isPlain) await expect(page.locator('.editor__code textarea')).toBeVisible({ timeout: 20_000 })
  else await editorIsThere(page)
  return new Learner(page, language)
}

/** Waits for Monaco, with its file. */
export async function editorIsThere(page: Page): Promise<void> {
  await expect(page.locator('.editor__code .monaco-editor')).toBeVisible({ timeout: 20_000 })
}

/** What became of the last run, in a few words. */
export const status = (page: Page) => page.locator('.code__status')
export const report = (page: Page) => page.locator('.report')
export const problems = (page: Page) => page.locator('.editor__problem')
export const notices = (page: Page) => page.locator('.code__notice')
export const bar = (page: Page) => page.locator('.code__bar')

/** Sees a text in Monaco's file. */
export async function expectText(page: Page, text: string): Promise<void> {
  await expect(page.locator('.editor__code .view-lines')).toContainText(text)
}

/** Opens a file of an exercise, and replaces what is in it. */
export async function writeInto(learner: Learner, file: string, text: string): Promise<void> {
  await learner.page.getByRole('tab', { name: file }).click()
  await learner.writeFile(text)
}

interface Kept {
  readonly files: Readonly<Record<string, string>>
  readonly attempts: number
}

/** What the browser keeps of an exercise. */
export async function keptOf(page: Page, place: Place): Promise<Kept> {
  const text = await page.evaluate((key) => localStorage.getItem(key), keyOf(place))
  if (text === null) return { files: {}, attempts: 0 }
  return (JSON.parse(text) as { readonly value: Kept }).value
}

/** Does something in a browser profile of its own. */
export async function withPage(
  browser: Browser,
  work: (page: Page) => Promise<void>,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    baseURL: test.info().project.use.baseURL ?? '',
    ...options,
  })
  try {
    await work(await context.newPage())
  } finally {
    await context.close()
  }
}
