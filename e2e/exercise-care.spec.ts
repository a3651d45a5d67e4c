import { expect, test } from './console-guard.ts'
import {
  OFF_LOOP,
  PUBLISH,
  bar,
  editorIsThere,
  expectText,
  filesOf,
  keptOf,
  openExercise,
  problems,
  report,
  status,
  withPage,
  writeInto,
} from './exercise-page.ts'

test('code that cannot be run is told with its place, and what ran before stays', async ({
  page,
}) => {
  const learner = await openExercise(page, PUBLISH)
  await learner.run()
  await expect(status(page)).toContainText('checks passed')
  await learner.writeFile(
    "import { onOrder } from 'shop'\n\nonOrder((order => {\n  order.city\n})\n",
  )
  await learner.run()
  await expect(status(page)).toHaveText('The code does not compile.')
  await expect(report(page)).toContainText('Nothing ran.')
  await expect(problems(page).filter({ hasText: 'Unexpected token' })).toContainText(
    'web.ts, line 6',
  )
  // The stage and the checks are those of the run before.
  await expect(page.getByRole('list', { name: 'Checks' })).toContainText('The customer of order 1')
  await expect(page.getByText('Step done.')).toHaveCount(0)
  await learner.writeFile("import _ from 'lodash'\nimport { mail } from './mail.ts'\n_(mail)\n")
  await learner.run()
  await expect(problems(page).filter({ hasText: 'it has amqplib,' })).toContainText(
    'web.ts, line 1',
  )
  await expect(problems(page).filter({ hasText: 'the files are ./web, ./worker' })).toContainText(
    'web.ts, line 2',
  )
  await page.getByRole('button', { name: 'УКР' }).click()
  await expect(status(page)).toHaveText('Код не компілюється.')
  await expect(report(page)).toContainText('Нічого не виконувалося.')
  await expect(problems(page).first()).toContainText('web.ts, рядок 1')
})

test('what never comes is named when nothing more can happen', async ({ page }) => {
  const learner = await openExercise(page, OFF_LOOP)
  const { 'worker.ts': worker = '' } = filesOf(OFF_LOOP, 'solution')
  const { 'web.ts': web = '' } = filesOf(OFF_LOOP, 'solution')
  await writeInto(learner, 'worker.ts', worker.replace('channel.ack(message)', ''))
  await writeInto(learner, 'web.ts', web)
  await learner.run()
  await expect(report(page)).toContainText('nothing more can happen')
  await expect(report(page)).toContainText(
    'worker-1 has not acknowledged the messages of orders #1',
  )
  await writeInto(
    learner,
    'web.ts',
    "import { onOrder } from 'shop'\nonOrder(() => new Promise(() => {}))\n",
  )
  await learner.run()
  await expect(report(page)).toContainText(
    'web: the handler’s promise has not settled for orders #1',
  )
  await writeInto(
    learner,
    'web.ts',
    "import { onOrder } from 'shop'\nawait new Promise(() => {})\nonOrder(() => {})\n",
  )
  await learner.run()
  await expect(report(page)).toContainText('web ended, with code 13: it still waited for a promise')
  await writeInto(
    learner,
    'web.ts',
    `import amqp from 'amqplib'
await amqp.connect('amqp://localhost')
await new Promise(() => {})
`,
  )
  await learner.run()
  await expect(report(page)).toContainText('web never called onOrder: orders #1')
  await expect(report(page)).toContainText('web still waits for a promise at its top level.')
  await page.getByRole('button', { name: 'УКР' }).click()
  await expect(report(page)).toContainText(
    'web так і не викликав onOrder: на нього чекають замовлення #1',
  )
  await expect(report(page)).toContainText('web досі чекає на проміс на верхньому рівні файлу.')
  await expect(report(page)).toContainText('більше нічого не може статися')
})

test('a body that is not JSON is an exception with a line and an instant', async ({ page }) => {
  const learner = await openExercise(page, OFF_LOOP)
  const { 'web.ts': web = '' } = filesOf(OFF_LOOP, 'solution')
  await writeInto(learner, 'web.ts', web.replace('JSON.stringify(order)', "'order ' + order.order"))
  await learner.run()
  await expect(report(page)).toContainText(/worker-\d: .*JSON/)
  await expect(
    report(page).getByRole('button', { name: 'worker.ts, line 11' }).first(),
  ).toBeVisible()
  await expect(
    report(page)
      .getByRole('button', { name: /^\d+\.\d+ s$/ })
      .first(),
  ).toBeVisible()
  await expect(problems(page).filter({ hasText: 'worker.ts, line 11' }).first()).toBeVisible()
})

test('code that does not stop, floods or eats is ended in a sentence, and the next runs', async ({
  page,
}) => {
  const learner = await openExercise(page, PUBLISH, { language: 'uk' })
  const run = async (body: string) => {
    await learner.writeFile(`import { onOrder } from 'shop'\nonOrder(() => {\n  ${body}\n})\n`)
    const begun = Date.now()
    await learner.run()
    return Date.now() - begun
  }
  expect(await run('while (true) {}')).toBeLessThan(4_000)
  await expect(status(page)).toHaveText('Прогін перервано.')
  await expect(report(page)).toContainText('код обчислював без жодної паузи')
  await expectText(page, 'while (true) {}')
  await run("for (let line = 0; line < 100_000; line++) console.log('line', line)")
  await expect(report(page)).toContainText('він надрукував забагато')
  await run(
    'const all: number[][] = []\n  setInterval(() => all.push(Array(1_000_000).fill(1)), 1)',
  )
  await expect(status(page)).toHaveText('Прогін перервано.')
  await run('process.exit()')
  await expect(report(page)).toContainText('web завершився з кодом 0.')
  const { 'web.ts': solution = '' } = filesOf(PUBLISH, 'solution')
  await learner.writeFile(solution)
  await learner.run()
  await expect(status(page)).toContainText('Пройдено 3 з 3 перевірок')
})

test('code is written and run by keyboard alone, and the focus is never lost', async ({ page }) => {
  await openExercise(page, PUBLISH)
  await page.getByRole('heading', { level: 1 }).focus()
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement
      return `${element?.tagName} ${element?.getAttribute('aria-label') ?? element?.textContent ?? ''}`
    })
  const tabTo = async (what: RegExp, key = 'Tab') => {
    for (let presses = 0; presses < 80; presses++) {
      if (what.test(await focused())) return
      await page.keyboard.press(key)
    }
    throw new Error(`Failed to reach ${String(what)}: ${await focused()}.`)
  }
  await tabTo(/^BUTTON Run$/)
  await tabTo(/^(TEXTAREA|DIV) Code of web\.ts/)
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.type('// by keyboard')
  await page.keyboard.press('Enter')
  await expectText(page, '// by keyboard')
  await expect(page.locator('.editor__foot')).toContainText('Ctrl+M: Tab leaves the editor')
  await page.keyboard.press('Control+M')
  await expect(page.locator('.editor__foot')).toContainText('Ctrl+M: Tab indents again')
  const inside = await focused()
  await page.keyboard.press('Tab')
  expect(await focused()).not.toBe(inside)
  await tabTo(/^BUTTON Run$/, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(status(page)).toHaveAttribute('data-runs', '1')
  expect(await focused()).toBe('BUTTON Run')
  await tabTo(/^(TEXTAREA|DIV) Code of web\.ts/)
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(status(page)).toHaveAttribute('data-runs', '2')
  expect(await focused()).toBe(inside)
})

test('on a phone code is written in a plain field, and Monaco is never loaded', async ({
  browser,
}) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  await withPage(
    browser,
    async (page) => {
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await openExercise(page, PUBLISH, { isPlain: true })
      const field = page.getByRole('textbox', { name: 'Code of web.ts' })
      await field.tap()
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.insertText(filesOf(PUBLISH, 'solution')['web.ts'] ?? '')
      await bar(page).getByRole('button', { name: 'Run', exact: true }).tap()
      await expect(status(page)).toContainText('3 of 3 checks passed')
      await expect(page.getByText('Step done.')).toBeAttached()
      await bar(page).getByRole('button', { name: 'Compare' }).tap()
      await expect(page.getByRole('heading', { name: 'Solution' })).toBeVisible()
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBeLessThanOrEqual(390)
      expect(asked.filter((url) => /monaco|editor\.worker|ts\.worker|views-/.test(url))).toEqual([])
    },
    phone,
  )
})

test('a run of code is played with like any other run', async ({ page }) => {
  const learner = await openExercise(page, PUBLISH)
  await learner.writeFile(filesOf(PUBLISH, 'solution')['web.ts'] ?? '')
  await learner.run()
  await learner.button('Pause').click()
  await learner.goTo(1)
  await learner.button('Stop or kill worker-1').click()
  await learner.button(/^SIGKILL/).click()
  await expect(page.getByText('killed: SIGKILL')).toBeVisible()
  await learner.goTo(3)
  await expect(page.getByText('killed: SIGKILL')).toBeVisible()
  await learner.button('Step back').click()
  await learner.button('Undo the last action').click()
  await expect(page.getByText('killed: SIGKILL')).toHaveCount(0)
  // One thing upon the other, before the first has come to its end.
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() => {
      const press = (label: string) => {
        document.querySelector<HTMLButtonElement>(`button[aria-label="${label}"]`)?.click()
      }
      press('Stop or kill worker-1')
      const kill = [...document.querySelectorAll<HTMLButtonElement>('.menu__item')]
      kill.find(({ textContent }) => textContent.startsWith('SIGKILL'))?.click()
      press('Undo the last action')
      press('Start this run again')
    })
  }
  await learner.goTo(2)
  await expect(page.getByText('killed: SIGKILL')).toHaveCount(0)
  await learner.run()
  await expect(status(page)).toContainText('3 of 3 checks passed')
})

test('while code runs, a second run, another step and another language do no harm', async ({
  page,
}) => {
  const learner = await openExercise(page, PUBLISH)
  const { 'web.ts': solution = '' } = filesOf(PUBLISH, 'solution')
  const slow = `${solution}\nconst end = performance.now() + 0\nfor (let i = 0; i < 2e7; i++) Math.sqrt(i + end)\n`
  await learner.writeFile(slow)
  // All in one task: no run can be over before the last click.
  await bar(page)
    .getByRole('button', { name: 'Run' })
    .evaluate((run: HTMLElement) => {
      run.click()
      run.click()
      run.click()
    })
  await expect(status(page)).toHaveAttribute('data-runs', '1')
  await page.waitForTimeout(300)
  await expect(status(page)).toHaveAttribute('data-runs', '1')
  await page.getByRole('button', { name: 'УКР' }).click()
  await expect(status(page)).toContainText('Пройдено 3 з 3')
  await expectText(page, 'const end = performance.now()')
  await page.getByRole('button', { name: 'EN', exact: true }).click()
  await learner.editor().click()
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.getByRole('button', { name: /^Step 1/ }).click()
  await expect(page.locator('.editor')).toHaveCount(0)
  await page.getByRole('button', { name: /^Step 6/ }).click()
  await editorIsThere(page)
  await learner.run()
  await expect(status(page)).toContainText('3 of 3')
  expect((await keptOf(page, PUBLISH)).attempts).toBe(3)
})

test('an exercise is presented, and solved by somebody who predicts nothing', async ({ page }) => {
  const learner = await openExercise(page, PUBLISH, { path: 'present' })
  await learner.writeFile(filesOf(PUBLISH, 'solution')['web.ts'] ?? '')
  await learner.run()
  await expect(status(page)).toContainText('3 of 3 checks passed')
})
