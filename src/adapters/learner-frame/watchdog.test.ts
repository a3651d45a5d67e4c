import { describe, expect, it } from 'vitest'
import { Watchdog } from './watchdog.ts'

const limits = { silenceMs: 1_000, wallMs: 4_000 }

function booted(): Watchdog {
  const dog = new Watchdog(limits, 0)
  dog.heard(0)
  dog.ready()
  return dog
}

/** Looks every 100 ms until it must end; `answers` says whether there was an answer meanwhile. */
function endOf(dog: Watchdog, answers: (at: number) => boolean, last = 20_000) {
  for (let at = 100; at <= last; at += 100) {
    if (answers(at)) dog.heard(at)
    const reason = dog.look(at)
    if (reason !== null) return { at, reason }
  }
  return null
}

describe('Watchdog', () => {
  it('ends who says nothing for a second', () => {
    expect(endOf(booted(), () => false)).toEqual({ at: 1_000, reason: 'no-answer' })
  })

  it('ends who answers and never finishes', () => {
    expect(endOf(booted(), () => true)).toEqual({ at: 4_000, reason: 'wall-time' })
  })

  it('gives a worker three seconds to read what it will run', () => {
    const dog = new Watchdog(limits, 0)
    dog.heard(0)
    expect(endOf(dog, () => false)).toEqual({ at: 3_000, reason: 'no-answer' })
  })

  it('gives a worker ten seconds to start', () => {
    expect(endOf(new Watchdog(limits, 0), () => false)).toEqual({ at: 10_000, reason: 'no-answer' })
  })

  it('counts nothing while nobody waits', () => {
    const dog = booted()
    dog.wait(false, 0)
    expect(endOf(dog, () => false)).toBe(null)
    dog.wait(true, 20_000)
    expect(dog.look(20_100)).toBe(null)
  })

  it('ends a loop also when the browser lets it look once a second', () => {
    const dog = booted()
    expect([1_000, 2_000].map((at) => dog.look(at))).toEqual([null, 'no-answer'])
  })

  it('blames nobody for the time it stood still itself', () => {
    const dog = booted()
    expect(dog.look(60_000)).toBe(null)
    expect(dog.look(60_100)).toBe(null)
  })
})
