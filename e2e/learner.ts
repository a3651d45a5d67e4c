import { readdirSync, readFileSync } from 'node:fs'
import { expect, type Locator, type Page } from '@playwright/test'
import type { Lesson, LessonStep, StepAction } from '#lessons'
import type { ShopInput } from '#scenarios'

/** The interface's words a learner looks for, by language. */
const WORDS = {
  en: {
    play: 'Play',
    pause: 'Pause',
    next: 'Next step',
    timeline: 'Timeline',
    speed: 'Speed',
    checks: 'Checks',
    passed: 'passed',
    start: 'Start',
    kill: 'Stop or kill',
    done: 'Step done.',
    run: 'Run',
    undo: 'Undo the last action',
    order: 'Place 1 order',
    orders: 'Place 10 orders',
    mail: 'Faults of the mail provider',
    outage: /^Outage/,
    outageEnds: /^End the outage/,
    restart: 'Restart the broker',
    clean: /^Restart in order/,
    killed: /^Kill and restart/,
    alarm: /^Memory alarm$/,
    bind: 'Bind',
    unbind: 'Unbind',
    inQueue: (order: number) => new RegExp(`^Order ${order}, ready`),
    change: 'Customer changes the address',
    load: 'Load',
    requests: 'Requests (-n)',
    concurrency: 'Concurrency (-c)',
    runLoad: 'Run load',
  },
  uk: {
    play: 'Пуск',
    pause: 'Пауза',
    next: 'Наступний крок',
    timeline: 'Шкала часу',
    speed: 'Швидкість',
    checks: 'Перевірки',
    passed: 'виконано',
    start: 'Запустити',
    kill: 'Зупинити або вбити',
    done: 'Крок пройдено.',
    run: 'Запустити',
    undo: 'Скасувати останню дію',
    order: 'Зробити 1 замовлення',
    orders: 'Зробити 10 замовлень',
    mail: 'Збої поштового сервісу',
    outage: /^Аварія/,
    outageEnds: /^Кінець аварії/,
    restart: 'Перезапустити брокер',
    clean: /^Перезапустити коректно/,
    killed: /^Убити й запустити/,
    alarm: /^Тривога пам’яті$/,
    bind: 'Додати binding для',
    unbind: 'Прибрати binding',
    inQueue: (order: number) => new RegExp(`^Замовлення ${order}, ready`),
    change: 'Клієнт змінює адресу',
    load: 'Навантаження',
    requests: 'Запити (-n)',
    concurrency: 'Одночасно (-c)',
    runLoad: 'Навантажити',
  },
} as const

export type Language = keyof typeof WORDS

/** Somebody who takes a lesson with mouse and keyboard, and sees only what is on the page. */
export class Learner {
  readonly page: Page
  readonly words: (typeof WORDS)[Language]

  constructor(page: Page, language: Language) {
    this.page = page
    this.words = WORDS[language]
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' })
  }

  /** Does what the step's solution says, and sees the step done. */
  async solve(lesson: Lesson, step: LessonStep): Promise<void> {
    const checks = this.page.getByRole('list', { name: this.words.checks }).getByRole('listitem')
    await expect(checks).toHaveCount(step.checks.length)
    await expect(this.page.getByText(this.words.done)).toHaveCount(0)
    for (const action of step.solution) await this.act(lesson, step, action)
    if (step.exercise !== undefined) {
      await this.write(lesson, step, 'solution')
      await this.run()
    }
    await expect(this.page.getByText(this.words.done)).toBeVisible({ timeout: 60_000 })
    for (const check of await checks.all()) await expect(check).toContainText(this.words.passed)
  }

  /** Puts the files of a set into the editor: the solution, or what differs from it. */
  async write(lesson: Lesson, step: LessonStep, set: string): Promise<void> {
    const { exercise } = step
    if (exercise === undefined) throw new Error(`Failed to write: ${step.id} has no code.`)
    const texts = textsOf(lesson, step, set)
    const monaco = this.page.locator('.editor__code .monaco-editor').first()
    await expect(monaco).toBeVisible({ timeout: 20_000 })
    for (const file of exercise.files) {
      if (exercise.given?.includes(file) === true) continue
      await this.page.getByRole('tab', { name: file }).click()
      await this.writeFile(texts[file] ?? '')
    }
  }

  /** Replaces what is in the editor's file. */
  async writeFile(text: string): Promise<void> {
    await this.editor().click()
    await this.page.keyboard.press('ControlOrMeta+A')
    await this.page.keyboard.press('Delete')
    // The editor's hidden field follows a little later; until then it takes only what is different.
    await this.page.waitForTimeout(250)
    await this.page.keyboard.insertText(text)
  }

  /** The field one writes code into, once the editor has come. */
  editor(): Locator {
    return this.page.locator('.editor__code .monaco-editor, .editor__code textarea').first()
  }

  /** Runs the code, and waits until it is judged or ended. */
  async run(): Promise<void> {
    const status = this.page.locator('.code__status')
    const before = Number(await status.getAttribute('data-runs'))
    await this.page.locator('.code__bar').getByRole('button', { name: this.words.run }).click()
    await expect(status).toHaveAttribute('data-runs', String(before + 1), { timeout: 10_000 })
  }

  async act(lesson: Lesson, step: LessonStep, action: StepAction): Promise<void> {
    if ('answer' in action) {
      await this.page.locator(`input[type=radio][value=${action.answer}]`).check()
      return
    }
    if ('until' in action) {
      await this.playFast()
      return
    }
    await this.goTo(action.at)
    await expect(async () => {
      await this.give(lesson, step, action.input)
      // A run that is still being opened takes nothing: then one does it again.
      await expect(this.button(this.words.undo)).toBeEnabled({ timeout: 2_000 })
    }).toPass({ timeout: 30_000 })
  }

  /** Lets time pass until an instant, and stands exactly there. */
  async goTo(seconds: number): Promise<void> {
    const slider = this.page.getByRole('slider', { name: this.words.timeline })
    // The line is as long as what has happened; a second at a time makes it longer.
    const length = async () => Number(await slider.getAttribute('max'))
    const playhead = async () => Number(await slider.inputValue())
    const target = Math.round(seconds * 100) * 10_000
    // An action just done may still be cutting the line short: then it is made longer again.
    await expect(async () => {
      await this.page.locator('h1').focus()
      while ((await length()) < target) {
        const before = await playhead()
        await this.page.keyboard.press('Shift+ArrowRight')
        await expect.poll(playhead).toBeGreaterThan(before)
      }
      await slider.fill(String(target))
      await expect(slider).toHaveValue(String(target), { timeout: 1_000 })
    }).toPass({ timeout: 60_000 })
    await expect(this.button(this.words.play)).toBeVisible()
  }

  async playFast(): Promise<void> {
    await this.page.getByRole('combobox', { name: this.words.speed }).selectOption('10')
    await this.button(this.words.play).click()
  }

  async give(lesson: Lesson, step: LessonStep, input: ShopInput): Promise<void> {
    switch (input.type) {
      case 'place-orders':
        if (input.count === 10) await this.button(this.words.orders).click()
        else
          for (let count = 0; count < input.count; count++)
            await this.button(this.words.order).click()
        return
      case 'signal':
        await this.button(`${this.words.kill} ${input.process}`).click()
        await this.button(new RegExp(`^${input.signal}`)).click()
        return
      case 'start':
        await this.page
          .locator(`[data-id="${input.process}"]`)
          .getByRole('button', { name: this.words.start, exact: true })
          .click()
        return
      case 'configure':
        await this.configure(step, input)
        return
      case 'restart-broker':
        await this.button(this.words.restart).click()
        await this.button(this.words[input.how]).click()
        return
      case 'memory-alarm':
        await this.button(this.words.alarm).click()
        return
      case 'bind':
        await this.bind(step, input)
        return
      case 'unbind': {
        const shop = lesson.shops[step.shop]
        const binding = shop?.bindings.find(({ id }) => id === input.binding)
        const name = `${this.words.unbind} ${binding?.routingKey ?? ''} `
        await this.page.getByRole('button', { name }).click()
        return
      }
      case 'load':
        await this.load(input)
        return
      case 'change-order':
        await this.button(this.words.inQueue(input.order)).click()
        await this.button(this.words.change).click()
        return
      default:
        throw new Error(`Failed to do ${input.type} in ${lesson.id}: no learner has done it yet.`)
    }
  }

  private async load(input: Extract<ShopInput, { type: 'load' }>): Promise<void> {
    await this.page.getByRole('tab', { name: this.words.load, exact: true }).click()
    await this.page.getByLabel(this.words.requests).fill(String(input.requests))
    await this.page.getByLabel(this.words.concurrency).fill(String(input.concurrency))
    await this.button(this.words.runLoad).click()
    // It plays from here on, and what is done next has an instant of its own.
    const pause = this.button(this.words.pause)
    if (await pause.isVisible()) await pause.click()
  }

  private async bind(
    step: LessonStep,
    { binding }: Extract<ShopInput, { type: 'bind' }>,
  ): Promise<void> {
    const index = step.controls.findIndex(
      (one) => 'queue' in one && one.exchange === binding.exchange && one.queue === binding.queue,
    )
    const control = this.page.locator('.controls__row').nth(index)
    await control.getByRole('textbox').fill(binding.routingKey)
    await control.getByRole('button', { name: `${this.words.bind} ${binding.queue ?? ''}` }).click()
  }

  private async configure(
    step: LessonStep,
    { node, field, value }: Extract<ShopInput, { type: 'configure' }>,
  ): Promise<void> {
    if (field === 'isDown') {
      await this.button(this.words.mail).click()
      await this.button(value === true ? this.words.outage : this.words.outageEnds).click()
      return
    }
    const index = step.controls.findIndex(
      (one) => 'node' in one && one.node === node && one.field === field,
    )
    const control = this.page.locator('.controls__row').nth(index)
    if (typeof value === 'boolean') {
      await control.getByRole('checkbox').click()
      await expect(control.getByRole('checkbox')).toBeChecked({ checked: value })
    } else if ((await control.getByRole('combobox').count()) > 0) {
      await control.getByRole('combobox').selectOption(String(value))
    } else {
      await control.getByRole('textbox').fill(String(value))
      await control.getByRole('textbox').press('Enter')
    }
  }
}

/** The files of an exercise in a set: of the start, the solution, a mistake or a variant. */
export function textsOf(lesson: Lesson, step: LessonStep, set: string): Record<string, string> {
  const folder = `lessons/${lesson.id}/code/${step.id}`
  const layers = set === 'start' ? ['start'] : ['start', 'solution', set]
  return Object.assign({}, ...layers.map((layer) => filesIn(`${folder}/${layer}`))) as Record<
    string,
    string
  >
}

function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder)
  return Object.fromEntries(files.map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8')]))
}
