import { describe, expect, it } from 'vitest'
import { emptyPollShare, erlangB, mg1, mmc, pollingDelayMean } from './theory.ts'

describe('queueing theory', () => {
  it('[P-01] polling every 2 s adds 1 s on average', () => {
    expect(pollingDelayMean(2)).toBe(1)
  })

  it('[P-04] one order in 20 s leaves 90 % of the polls empty (interval 2 s)', () => {
    expect(emptyPollShare(0.05, 2)).toBeCloseTo(0.905, 3)
  })

  it.each([
    // λ, μ, c, Wq, W: the table V-5.
    [0.5, 1, 1, 1, 2],
    [0.8, 1, 1, 4, 5],
    [0.9, 1, 1, 9, 10],
    [16, 10, 2, 0.1778, 0.2778],
    [3.2, 1, 4, 0.7455, 1.7455],
    [2, 0.5, 5, 1.1082, 3.1082],
    [6.4, 1, 8, 0.286, 1.286],
    [9, 0.5, 20, 0.5508, 2.5508],
  ])(
    '[P-22] waits as in the table (λ %d, μ %d, c %d)',
    (arrivals, service, servers, wait, sojourn) => {
      const theory = mmc(arrivals, service, servers)
      expect(theory.waitMean).toBeCloseTo(wait, 3)
      expect(theory.sojournMean).toBeCloseTo(sojourn, 3)
    },
  )

  it('[P-21] with one server M/M/c is M/M/1: W = 1 / (μ − λ)', () => {
    expect(mmc(0.8, 1, 1).sojournMean).toBeCloseTo(1 / (1 - 0.8), 9)
  })

  it('[P-23] constant service waits half as long as exponential service', () => {
    expect(mg1(0.8, 1, 0).waitMean).toBeCloseTo(2, 9)
    expect(mg1(0.8, 1, 1).waitMean).toBeCloseTo(4, 9)
  })

  it('[P-24] Erlang B as in the table (4 servers, a = 3; 8 servers, a = 6.4)', () => {
    expect(erlangB(3, 4)).toBeCloseTo(0.2061, 4)
    expect(erlangB(6.4, 8)).toBeCloseTo(0.1444, 4)
  })
})
