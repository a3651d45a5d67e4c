import { assert } from '#std'

/** The mean extra wait of polling: an event falls at any moment of the interval (P-01). Seconds. */
export function pollingDelayMean(intervalSeconds: number): number {
  return intervalSeconds / 2
}

/** The share of polls that find nothing, with Poisson arrivals (P-04): 0 to 1. */
export function emptyPollShare(ordersPerSecond: number, intervalSeconds: number): number {
  return Math.exp(-ordersPerSecond * intervalSeconds)
}

/** What queueing theory says about one stable queue; times in the unit of 1/rate. */
export interface QueueTheory {
  /** Busy share of a server, 0 to 1. */
  readonly utilisation: number
  /** Mean time waiting for a server. */
  readonly waitMean: number
  /** Mean time in the system: waiting and service. */
  readonly sojournMean: number
}

/**
 * M/M/c: Poisson arrivals, exponential service, `servers` servers (P-21, P-22).
 *
 * @throws InvariantError when the queue is not stable (arrivalRate ≥ servers × serviceRate).
 */
export function mmc(arrivalRate: number, serviceRate: number, servers: number): QueueTheory {
  const load = arrivalRate / serviceRate
  assert(load < servers, 'a stable queue is served faster than it fills')
  const probability = erlangC(load, servers)
  const waitMean = probability / (servers * serviceRate - arrivalRate)
  return { utilisation: load / servers, waitMean, sojournMean: waitMean + 1 / serviceRate }
}

/**
 * M/G/1: Poisson arrivals, one server, any service time (P-23). `variation` is the service time's
 * standard deviation divided by its mean: 0 for constant, 1 for exponential.
 */
export function mg1(arrivalRate: number, serviceMean: number, variation: number): QueueTheory {
  const utilisation = arrivalRate * serviceMean
  assert(utilisation < 1, 'a stable queue is served faster than it fills')
  const square = serviceMean ** 2 * (1 + variation ** 2)
  const waitMean = (arrivalRate * square) / (2 * (1 - utilisation))
  return { utilisation, waitMean, sojournMean: waitMean + serviceMean }
}

/** The probability that an arrival has to wait; `load` is arrival rate / service rate (P-22). */
export function erlangC(load: number, servers: number): number {
  const blocking = erlangB(load, servers)
  return blocking / (1 - (load / servers) * (1 - blocking))
}

/** The probability that an arrival finds all servers busy and leaves (P-24). */
export function erlangB(load: number, servers: number): number {
  let blocking = 1
  for (let server = 1; server <= servers; server++) {
    blocking = (load * blocking) / (server + load * blocking)
  }
  return blocking
}
