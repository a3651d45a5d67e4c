import { expect, it, vi } from 'vitest'
import { atSeconds, START } from '#engine'
import { findScenario, type PlayedCode, type RunSource } from '#scenarios'
import { assert } from '#std'
import type { ModelListener, ModelPort, ModelReport } from '#ui'
import { createModelSwitch } from './model-switch.ts'

function createSpeaker() {
  let listener: ModelListener | null = null
  const port = {
    open: vi.fn<ModelPort['open']>(),
    runTo: vi.fn<ModelPort['runTo']>(),
    runToNext: vi.fn<ModelPort['runToNext']>(),
    input: vi.fn<ModelPort['input']>(),
    close: vi.fn<ModelPort['close']>(),
    listen: (next: ModelListener) => {
      listener = next
    },
  } satisfies ModelPort
  return { port, speak: (report: ModelReport) => listener?.onReport(report) }
}

const definition = findScenario('polling')
assert(definition !== null && definition !== undefined, 'the catalogue has the shop')
const plain: RunSource = { definition, seed: 1, inputs: [], at: START }
const code: PlayedCode = { files: {}, players: {}, script: [], until: START }
const report: ModelReport = {
  ...{ slice: null, head: START, answered: 0, inputs: null, stoppedBy: null },
  isIdle: true,
}

it('a run goes to who plays it, and only that one is heard', () => {
  const [own, ofCode] = [createSpeaker(), createSpeaker()]
  const { model, playCodeWith } = createModelSwitch(own.port)
  const listener = {
    onReport: vi.fn<ModelListener['onReport']>(),
    onFailure: vi.fn<ModelListener['onFailure']>(),
  }
  model.listen(listener)
  playCodeWith(ofCode.port)
  model.open(plain)
  model.runTo(atSeconds(1))
  expect(own.port.runTo).toHaveBeenCalledWith(atSeconds(1))
  model.open({ ...plain, code })
  model.runTo(atSeconds(2))
  expect(ofCode.port.open).toHaveBeenCalledOnce()
  expect(ofCode.port.runTo).toHaveBeenCalledWith(atSeconds(2))
  own.speak(report)
  expect(listener.onReport).not.toHaveBeenCalled()
  ofCode.speak(report)
  expect(listener.onReport).toHaveBeenCalledWith(report)
})

it('code is ended when another run is opened', () => {
  const [own, ofCode] = [createSpeaker(), createSpeaker()]
  const { model, playCodeWith } = createModelSwitch(own.port)
  playCodeWith(ofCode.port)
  model.open({ ...plain, code })
  expect(ofCode.port.close).not.toHaveBeenCalled()
  model.open(plain)
  expect(ofCode.port.close).toHaveBeenCalledOnce()
  expect(own.port.close).not.toHaveBeenCalled()
})
