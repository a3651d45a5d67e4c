// The shop's time: it begins when all processes are ready, and one second of it is one second.

export function createClock(print) {
  const timers = new Set()
  let startedAt = null
  let isOver = false
  let lastNews = Date.now()

  function now() {
    return startedAt === null ? 0 : performance.now() - startedAt
  }
  return {
    /** Milliseconds since the shop opened. */
    get now() {
      return now()
    },
    /** True once nothing counts any more. */
    get isOver() {
      return isOver
    },
    /** How much is planned and has not happened. */
    get planned() {
      return timers.size
    },
    /** For how many milliseconds nothing has happened. */
    get quietFor() {
      return Date.now() - lastNews
    },
    begin() {
      startedAt = performance.now()
      lastNews = Date.now()
    },
    end() {
      isOver = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
    /** Something has happened. */
    note() {
      lastNews = Date.now()
    },
    /** Does something later; gives a function that calls it off. */
    after(delayMs, act) {
      if (isOver) return () => undefined
      const timer = setTimeout(() => {
        timers.delete(timer)
        lastNews = Date.now()
        act()
      }, delayMs)
      timers.add(timer)
      return () => {
        clearTimeout(timer)
        timers.delete(timer)
      }
    },
    /** Writes a line: when, who, what. */
    say(who, what) {
      if (isOver) return
      lastNews = Date.now()
      print(`${(now() / 1_000).toFixed(3).padStart(8)} s  ${who.padEnd(12)} ${what}`)
    },
  }
}
