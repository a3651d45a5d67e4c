import { describe, expect, it } from 'vitest'
import { atSeconds, runFacts, START, Trace } from '#engine'
import { loadReports, worldFacts } from '#scenarios'
import { LoadMemory } from './load-memory.ts'

function emptyTrace(): Trace {
  return new Trace({ ...worldFacts, ...runFacts })
}

/** A load of one request, from one second to another. */
function addLoad(trace: Trace, load: number, from: number, to: number): void {
  const [start, end] = [atSeconds(from), atSeconds(to)]
  trace.append(start, 'load.started', { load, requests: 1, concurrency: 1 }, null)
  trace.append(start, 'load.sent', { load, order: load }, null)
  trace.append(end, 'shop.order-answered', { order: load, duration: end - start }, null)
  trace.append(end, 'load.finished', { load }, null)
}

function secondsBefore(memory: LoadMemory, trace: Trace, count = trace.length): number | null {
  const reports = loadReports(trace, count)
  const before = memory.before(trace, reports)
  memory.note(trace, reports)
  // Looking again changes nothing.
  expect(memory.before(trace, reports)).toEqual(before)
  return before === null ? null : before.taken / 1e6
}

describe('what a load is compared with', () => {
  it('is nothing at first, then the load before in the same run', () => {
    const [memory, trace] = [new LoadMemory(), emptyTrace()]
    expect(secondsBefore(memory, trace)).toBeNull()
    addLoad(trace, 1, 1, 3)
    expect(secondsBefore(memory, trace)).toBeNull()
    addLoad(trace, 2, 10, 14)
    expect(secondsBefore(memory, trace)).toBe(2)
    // With the playhead back at the first one there was none before it.
    expect(secondsBefore(memory, trace, 4)).toBeNull()
    expect(secondsBefore(memory, trace)).toBe(2)
  })

  it('is the last load of the run before', () => {
    const [memory, first, second] = [new LoadMemory(), emptyTrace(), emptyTrace()]
    addLoad(first, 1, 1, 3)
    addLoad(first, 2, 10, 15)
    secondsBefore(memory, first)
    addLoad(second, 1, 1, 2)
    expect(secondsBefore(memory, second)).toBe(5)
    addLoad(second, 2, 5, 6)
    expect(secondsBefore(memory, second)).toBe(1)
  })

  it('is the load of a future that was given up', () => {
    const [memory, trace] = [new LoadMemory(), emptyTrace()]
    trace.append(START, 'shop.order-placed', { order: 9, broken: false }, null)
    addLoad(trace, 1, 4, 10)
    secondsBefore(memory, trace)
    trace.truncate(1)
    addLoad(trace, 1, 2, 3)
    expect(secondsBefore(memory, trace)).toBe(6)
  })

  it('is not a load that still runs', () => {
    const [memory, first, second] = [new LoadMemory(), emptyTrace(), emptyTrace()]
    addLoad(first, 1, 1, 3)
    secondsBefore(memory, first, 3)
    addLoad(second, 1, 1, 2)
    expect(secondsBefore(memory, second)).toBeNull()
  })
})
