import { toSeconds } from '#engine'
import { expect, test } from './console-guard.ts'
import { filesOf, openExercise, PUBLISH } from './exercise-page.ts'
import { courseLessons, lessonOf, wordsOf } from './lesson-files.ts'

test('a learner types a solution, runs it by keyboard and sees every check pass', async ({
  page,
}) => {
  const learner = await openExercise(page, PUBLISH)
  await learner.editor().click()
  await page.keyboard.press('ControlOrMeta+A')
  const text = filesOf(PUBLISH, 'solution')['web.ts'] ?? ''
  for (const [index, line] of text.trimEnd().split('\n').entries()) {
    // The editor indents by itself, and has closed what was opened: one goes past that.
    const isClosing = /^[})]+$/.test(line)
    // What the editor offers to complete would take the next key.
    await page.keyboard.press('Escape')
    if (isClosing) await page.keyboard.press('ArrowDown')
    else {
      if (index > 0) await page.keyboard.press('Enter')
      await page.keyboard.type(line.trim())
    }
    if (!line.endsWith('{')) await page.keyboard.press('End')
  }
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.locator('.code__status')).toContainText('3 of 3 checks passed')
  for (const check of await page.getByRole('list', { name: 'Checks' }).getByRole('listitem').all())
    await expect(check).toContainText('passed')
  await expect(page.getByText('Step done.')).toBeVisible()
})

for (const { id } of courseLessons()) {
  const lesson = lessonOf(id)
  for (const step of lesson.steps.filter(({ exercise }) => exercise !== undefined)) {
    test(`each foreseen mistake of ${id}/${step.id} is told in its own words`, async ({ page }) => {
      const words = wordsOf(id, 'en')
      const learner = await openExercise(page, [id, step.id])
      for (const mistake of step.mistakes) {
        await learner.write(lesson, step, `mistakes/${mistake.id}`)
        await learner.run()
        const said = page.locator('.lesson__mistake')
        await expect(said, mistake.id).toContainText(
          plain(words[`${step.id}.mistake.${mistake.id}`]),
        )
        await expect(page.getByText('Step done.')).toHaveCount(0)
      }
    })
  }
}

test('a check that failed names the fact that decided it, and goes there', async ({ page }) => {
  const learner = await openExercise(page, PUBLISH)
  await learner.run()
  const check = page.getByRole('list', { name: 'Checks' }).getByRole('listitem').first()
  const fact = check.locator('.check__fact')
  await expect(fact).toContainText('The customer of order 1 has an answer')
  await check.getByRole('button', { name: 'Show the instant that decided it' }).click()
  const slider = page.getByRole('slider', { name: 'Timeline' })
  const seconds = Number.parseFloat((await fact.innerText()).replace(',', ''))
  await expect
    .poll(async () => toSeconds(Number(await slider.inputValue()) as never))
    .toBeCloseTo(seconds, 1)
  await expect(learner.button('Play')).toBeVisible()
  // Somebody does something to the run, and goes back to the fact all the same.
  await learner.button('Stop or kill worker-1').click()
  await learner.button(/^SIGKILL/).click()
  await expect(page.getByText('killed: SIGKILL')).toBeVisible()
  await check.getByRole('button', { name: 'Show the instant that decided it' }).click()
  await expect(page.getByText('killed: SIGKILL')).toHaveCount(0)
})

test('an exception is shown with its line, its instant, and what the broker did then', async ({
  page,
}) => {
  const learner = await openExercise(page, PUBLISH)
  await learner.writeFile(`import amqp from 'amqplib'
import { onOrder } from 'shop'

const connection = await amqp.connect('amqp://localhost')
const channel = await connection.createChannel()
await channel.consume('orders', () => undefined)

onOrder((order) => {
  channel.sendToQueue('orders', Buffer.from(JSON.stringify(order)))
  setTimeout(() => {
    throw new Error('out of dough')
  }, 100)
})
`)
  await learner.run()
  const report = page.getByRole('region', { name: 'The last run' })
  await expect(report).toContainText('out of dough')
  await expect(report).toContainText('What the broker did then:')
  await expect(report).toContainText('Message 1 back in queue orders')
  await report.getByRole('button', { name: 'web.ts, line 11' }).click()
  await expect(page.locator('.problems, .editor__problems').first()).toContainText('out of dough')
})

test('code takes as much of the height as one wants, by keyboard and by mouse', async ({
  page,
}) => {
  await openExercise(page, PUBLISH)
  const handle = page.getByRole('separator', { name: 'Height of the code' })
  const height = async () => (await page.locator('.dock').boundingBox())?.height ?? 0
  const before = await height()
  await handle.focus()
  await page.keyboard.press('ArrowUp')
  await expect.poll(height).toBeGreaterThan(before)
  const box = await handle.boundingBox()
  await page.mouse.move(700, (box?.y ?? 0) + 3)
  await page.mouse.down()
  await page.mouse.move(700, 650)
  await page.mouse.up()
  await expect.poll(height).toBeLessThan(before)
  await handle.dblclick()
  await expect.poll(height).toBeCloseTo(before, 0)
})

/** The words of a text without its Markdown. */
function plain(markdown = ''): string {
  const words = markdown.replaceAll(/[*`]/g, '').replaceAll(/(?<!\w)_([^_]+)_(?!\w)/g, '$1')
  return words.replaceAll(/\s+/g, ' ').slice(0, 60)
}
