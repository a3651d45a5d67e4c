import { readFileSync } from 'node:fs'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from './console-guard.ts'
import {
  OFF_LOOP,
  PUBLISH,
  bar,
  editorIsThere,
  expectText,
  filesOf,
  keptOf,
  keyOf,
  notices,
  openExercise,
  problems,
  status,
  withPage,
  writeInto,
  type Place,
} from './exercise-page.ts'
import { Learner } from './learner.ts'

function keptText(
  place: Place,
  files: object,
  start: object,
  attempts = 1,
): Record<string, string> {
  const value = { files, start, attempts }
  return { [keyOf(place)]: JSON.stringify({ version: 1, value }) }
}

const OLD_START = { ...filesOf(PUBLISH, 'start'), 'web.ts': '// the old start\n' }
const MINE = { ...OLD_START, 'web.ts': '// mine\n' }

test('ten million characters are refused in a sentence, and nothing that was kept is lost', async ({
  page,
}) => {
  const learner = await openExercise(page, PUBLISH)
  await learner.writeFile('// kept before\n')
  await expect
    .poll(async () => (await keptOf(page, PUBLISH)).files['web.ts'])
    .toBe('// kept before\n')
  await page.keyboard.press('End')
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData('text/plain', 'const x = 1 // filler\n'.repeat(480_000))
    const paste = new ClipboardEvent('paste', {
      clipboardData: data,
      bubbles: true,
      cancelable: true,
    })
    document.activeElement?.dispatchEvent(paste)
  })
  const tooLong = problems(page).filter({ hasText: 'The file is too long: it has 10,' })
  await expect(tooLong).toHaveCount(1, { timeout: 30_000 })
  await expect(notices(page)).toHaveCount(1)
  await expect(notices(page)).toContainText('There is no room left to keep this code')
  await page.keyboard.type('x')
  await learner.run()
  await expect(status(page)).toHaveText('The code does not compile.')
  await expect(problems(page).filter({ hasText: 'The file is too long' })).toHaveCount(1)
  expect((await keptOf(page, PUBLISH)).files['web.ts']).toBe('// kept before\n')
  await learner.editor().click()
  await page.keyboard.press('ControlOrMeta+Z')
  await page.keyboard.press('ControlOrMeta+Z')
  await expectText(page, '// kept before')
  await expect(tooLong).toHaveCount(0)
  await expect(notices(page)).toHaveCount(0)
  await page.reload()
  await editorIsThere(page)
  await expectText(page, '// kept before')
})

test('text, attempts and step are there again after a reload, and after a tab that died', async ({
  page,
  context,
}) => {
  const learner = await openExercise(page, PUBLISH)
  const compare = bar(page).getByRole('button', { name: 'Compare' })
  await expect(compare).toBeDisabled()
  await learner.run()
  await expect(compare).toBeDisabled()
  await learner.writeFile('// an attempt\n')
  await learner.run()
  await expect(compare).toBeEnabled()
  await page.reload()
  await editorIsThere(page)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectText(page, '// an attempt')
  await expect(compare).toBeEnabled()
  await learner.editor().click()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type('// and more')
  await page.waitForTimeout(400)
  expect((await keptOf(page, PUBLISH)).files['web.ts']).toContain('// and more')
  await page.close({ runBeforeUnload: false })
  const again = await context.newPage()
  await again.goto(`/lessons/${PUBLISH[0]}?lang=en`)
  await editorIsThere(again)
  await expectText(again, '// and more')
  await expect(bar(again).getByRole('button', { name: 'Compare' })).toBeEnabled()
})

test('a lesson that has changed since offers both texts', async ({ page, browser }) => {
  const learner = await openExercise(page, PUBLISH, { kept: keptText(PUBLISH, MINE, OLD_START) })
  await expect(notices(page)).toContainText('The lesson has changed since you wrote this.')
  await expectText(page, '// mine')
  await learner.button('Take the new start').click()
  await expect(notices(page)).toHaveCount(0)
  await expectText(page, 'await sendMail(order)')
  await expect(bar(page).getByRole('button', { name: 'Run', exact: true })).toBeFocused()
  await bar(page).getByRole('button', { name: 'Reset' }).click()
  await learner.button('Undo the reset').click()
  await expectText(page, '// mine')
  await withPage(browser, async (other) => {
    const also = await openExercise(other, PUBLISH, { kept: keptText(PUBLISH, MINE, OLD_START) })
    await also.button('Keep mine').click()
    await expect(bar(other).getByRole('button', { name: 'Run', exact: true })).toBeFocused()
    await other.reload()
    await editorIsThere(other)
    await expectText(other, '// mine')
    await expect(notices(other)).toHaveCount(0)
  })
  // Who wrote nothing is asked nothing.
  await withPage(browser, async (other) => {
    await openExercise(other, PUBLISH, { kept: keptText(PUBLISH, OLD_START, OLD_START) })
    await expect(notices(other)).toHaveCount(0)
    await expectText(other, 'await sendMail(order)')
  })
})

test('what was kept and cannot be read is put aside; after a crash nothing runs by itself', async ({
  page,
}) => {
  const learner = await openExercise(page, PUBLISH, {
    kept: { [keyOf(PUBLISH)]: '{"version":1,"value":{"files":3' },
    ofTab: { 'queue-workshop.run-mark': 'running' },
  })
  await expectText(page, 'await sendMail(order)')
  const aside = await page.evaluate(() =>
    Object.keys(localStorage).filter((key) => key.includes('backup')),
  )
  expect(aside).toHaveLength(1)
  await expect(notices(page)).toHaveCount(2)
  await expect(notices(page).nth(0)).toContainText('The last run may have taken this page with it.')
  await expect(notices(page).nth(1)).toContainText('Your kept code is damaged')
  await expect(status(page)).toHaveText('Nothing has run yet.')
  await learner.run()
  await expect(notices(page)).toHaveCount(0)
  await page.getByRole('button', { name: /^Step 1/ }).click()
  await page.getByRole('button', { name: /^Step 6/ }).click()
  await editorIsThere(page)
  await expect(notices(page)).toHaveCount(0)
})

test('a reset is taken back, and the solution is seen beside a try of one’s own', async ({
  page,
}) => {
  const learner = await openExercise(page, OFF_LOOP)
  const reset = async (what: string) => {
    await bar(page).getByRole('button', { name: 'Reset' }).click()
    await learner.button(what).click()
  }
  await writeInto(learner, 'worker.ts', '// worker of mine\n')
  await writeInto(learner, 'web.ts', '// web of mine\n')
  await reset('Reset web.ts')
  await expectText(page, 'console.log(drawMap(order))')
  await page.getByRole('tab', { name: 'worker.ts' }).click()
  await expectText(page, '// worker of mine')
  await reset('Undo the reset')
  await page.getByRole('tab', { name: 'web.ts' }).click()
  await expectText(page, '// web of mine')
  await reset('Reset all files')
  await expectText(page, 'console.log(drawMap(order))')
  await page.getByRole('tab', { name: 'worker.ts' }).click()
  await expectText(page, 'await database.markDone(order)')
  await reset('Undo the reset')
  await expectText(page, '// worker of mine')
  const compare = bar(page).getByRole('button', { name: 'Compare' })
  await expect(compare).toBeDisabled()
  await learner.run()
  await compare.click()
  await expect(page.locator('.editor__code--diff')).toContainText('Solution')
  await expect(page.locator('.editor__code--diff .monaco-diff-editor')).toBeVisible()
  await expect(page.locator('.modified .view-lines')).toContainText('drawMap')
  await compare.click()
  await editorIsThere(page)
  await expectText(page, '// worker of mine')
})

test('what is downloaded is the text in the editor, as a project in the page’s language', async ({
  page,
}) => {
  const learner = await openExercise(page, PUBLISH, { language: 'uk' })
  await learner.writeFile('// to take home\n')
  const coming = page.waitForEvent('download')
  await learner.button('Проєкт').click()
  const download = await coming
  expect(download.suggestedFilename()).toMatch(/publish-it.*\.zip$/)
  const project = unzipSync(readFileSync(await download.path()))
  const textAt = (end: string) => {
    const found = Object.entries(project).find(([path]) => path.endsWith(end))
    return found === undefined ? null : strFromU8(found[1])
  }
  expect(textAt('/web.ts')).toBe('// to take home\n')
  expect(textAt('/worker.ts')).toContain('channel.consume')
  expect(JSON.parse(textAt('/package.json') ?? '')).toHaveProperty('dependencies.amqplib')
  expect(textAt('/compose.yaml')).toContain('rabbitmq')
  expect(textAt('/README.md')).toMatch(/[іїє]/)
})

test('a page that was only looked at keeps nothing over what another one wrote', async ({
  page,
  context,
}) => {
  const learner = await openExercise(page, PUBLISH)
  const other = await context.newPage()
  await other.goto(`/lessons/${PUBLISH[0]}?lang=en`)
  await editorIsThere(other)
  await learner.writeFile('// written beside\n')
  await expect
    .poll(async () => (await keptOf(page, PUBLISH)).files['web.ts'])
    .toBe('// written beside\n')
  await other.goto('/?lang=en')
  expect((await keptOf(page, PUBLISH)).files['web.ts']).toBe('// written beside\n')
})

test('where the browser keeps nothing, the text lasts as long as the page, and one is told', async ({
  page,
}) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('No.', 'SecurityError')
        },
      })
    }
  })
  await page.goto(`/lessons/${PUBLISH[0]}?lang=en`)
  const toStep = async (number: number) => {
    await page.getByRole('button', { name: new RegExp(`^Step ${number}`) }).click()
  }
  await toStep(6)
  await editorIsThere(page)
  const learner = new Learner(page, 'en')
  await learner.writeFile('// kept by the page\n')
  await learner.run()
  await expect(notices(page)).toContainText('This browser keeps nothing for this page')
  await toStep(1)
  await expect(page.locator('.editor')).toHaveCount(0)
  await toStep(6)
  await editorIsThere(page)
  await expectText(page, '// kept by the page')
  await expect(bar(page).getByRole('button', { name: 'Compare' })).toBeEnabled()
})
