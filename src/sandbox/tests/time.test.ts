import { afterEach, describe, expect, it } from 'vitest'
import { createMachine } from './machine.ts'

type Machine = ReturnType<typeof createMachine>
const machines: Machine[] = []
function machine(seed = 1): Machine {
  const made = createMachine(seed)
  machines.push(made)
  return made
}
afterEach(() => {
  for (const { host } of machines.splice(0)) host.close()
})

describe('time of a process', () => {
  it('[X-02] timers fire at their virtual instants, in order, however far apart', async () => {
    const { start, until, printed, ends } = machine()
    start(({ setTimeout, setImmediate, console, Date }) => {
      setTimeout(() => console.log('hour', new Date().toISOString()), 3_600_000)
      setTimeout(() => console.log('ten'), 10)
      setTimeout(() => console.log('one'), 0)
      setImmediate(() => console.log('now'))
    })
    await until(4_000)
    expect(printed()).toEqual(['0 now', '1 one', '10 ten', '3600000 hour 2026-01-01T01:00:00.000Z'])
    expect(ends()).toEqual(['3600000 client exited 0'])
  })

  it('[X-01] the clock waits for promises of any depth before it moves', async () => {
    const { start, until, printed } = machine()
    start(async ({ setTimeout, console, performance }) => {
      setTimeout(() => console.log('timer'), 1)
      for (let depth = 0; depth < 500; depth++) await Promise.resolve()
      console.log('deep', performance.now())
    })
    await until(1)
    expect(printed()).toEqual(['0 deep 0', '1 timer'])
  })

  it('[X-03] next ticks come before promises, promises before immediates', async () => {
    const { start, until, printed } = machine()
    start(({ process, queueMicrotask, setImmediate, console }) => {
      setImmediate(() => console.log('immediate'))
      void Promise.resolve().then(() => console.log('promise'))
      queueMicrotask(() => console.log('microtask'))
      process.nextTick(() => console.log('tick'))
      console.log('sync')
    })
    await until(1)
    expect(printed()).toEqual(['0 sync', '0 tick', '0 promise', '0 microtask', '0 immediate'])
  })

  it('[X-02] an interval repeats until it is cleared, also from inside', async () => {
    const { start, until, printed } = machine()
    start(({ setInterval, clearInterval, console }) => {
      let count = 0
      const timer = setInterval(() => {
        console.log(++count)
        if (count === 3) clearInterval(timer)
      }, 250)
    })
    await until(10)
    expect(printed()).toEqual(['250 1', '500 2', '750 3'])
  })

  it('[X-02] what is no function is refused at once, with the code of Node', async () => {
    const { start, until, printed } = machine()
    start(({ setTimeout, console }) => {
      try {
        setTimeout('later' as never, 1)
      } catch (error) {
        console.log((error as NodeJS.ErrnoException).code)
      }
    })
    await until(1)
    expect(printed()).toEqual(['0 ERR_INVALID_ARG_TYPE'])
  })

  it('[X-04] code that computes takes nothing meanwhile; its timers come late, in order', async () => {
    const { start, until, printed } = machine()
    start(({ setTimeout, compute, console, Date }) => {
      setTimeout(() => console.log('first'), 10)
      setTimeout(() => console.log('second'), 20)
      setTimeout(() => {
        const begin = Date.now()
        compute(500)
        console.log('computed', Date.now() - begin)
        setTimeout(() => console.log('third'), 5)
      }, 5)
    })
    await until(10)
    expect(printed()).toEqual(['5 computed 500', '505 first', '505 second', '510 third'])
  })

  it('[X-04] a loop that waits for the clock makes it go on', async () => {
    const { start, until, printed } = machine()
    start(({ setTimeout, console, Date }) => {
      setTimeout(() => console.log('late'), 100)
      const end = Date.now() + 2_000
      while (Date.now() < end);
      console.log('done')
    })
    await until(10)
    expect(printed()).toEqual(['0 done', '2000 late'])
  })

  it('[X-05] chance, ids and bytes belong to the seed', async () => {
    const lines = async (seed: number) => {
      const { start, until, printed } = machine(seed)
      start(({ Math, crypto, require, console }) => {
        const { randomBytes } = require('node:crypto') as {
          readonly randomBytes: (count: number) => Buffer
        }
        console.log(Math.random(), crypto.randomUUID(), randomBytes(4).toString('hex'))
      })
      await until(1)
      return printed()
    }
    expect(await lines(1)).toEqual(await lines(1))
    expect(await lines(1)).not.toEqual(await lines(2))
    expect((await lines(3))[0]).toMatch(/^0 0\.\d+ [\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab]/)
  })

  it('[X-05] a date is in Greenwich, whatever the machine says', async () => {
    const { start, until, printed } = machine()
    start(({ Date, console }) => {
      const date = new Date(2026, 6, 1, 12, 30)
      console.log(date.toISOString(), date.getHours(), date.getTimezoneOffset(), String(date))
      console.log(new Date('2026-07-01T12:30:00').getTime() === date.getTime())
    })
    await until(1)
    expect(printed()).toEqual([
      '0 2026-07-01T12:30:00.000Z 12 0 Wed Jul 01 2026 12:30:00 GMT+0000 (Coordinated Universal Time)',
      '0 true',
    ])
  })
})

describe('end of a process', () => {
  it('[X-06] exits by itself when it has nothing more to wait for', async () => {
    const { start, until, ends } = machine()
    start(({ setTimeout }) => {
      setTimeout(() => undefined, 10).unref()
      setTimeout(() => undefined, 5)
    })
    await until(1)
    expect(ends()).toEqual(['5 client exited 0'])
  })

  it('[X-06] a promise that nothing can settle is exit status 13', async () => {
    const { start, until, ends } = machine()
    start(() => new Promise(() => undefined))
    await until(1)
    expect(ends()).toEqual(['0 client exited 13'])
  })

  it('[R-13] a rejection nobody looks at ends the process with status 1', async () => {
    const { start, until, ends } = machine()
    start(({ setTimeout }) => {
      setTimeout(async () => {
        await Promise.resolve()
        throw new TypeError('no such order')
      }, 7)
      setTimeout(() => undefined, 1_000)
    })
    await until(2)
    expect(ends()).toEqual(['7 client crashed 1 TypeError: no such order'])
  })

  it('[X-06] an exception nobody catches ends the process, unless it listens for that', async () => {
    const { start, until, ends, printed } = machine()
    start(({ setTimeout }) => setTimeout(() => JSON.parse('{'), 1), 'crashing')
    start(({ process, setTimeout, console }) => {
      const emitter = process as unknown as NodeJS.Process
      emitter.on('uncaughtException', (error) => console.log('caught', error.message))
      setTimeout(() => {
        throw new Error('on purpose')
      }, 2)
    }, 'listening')
    await until(1)
    expect(ends()[0]).toMatch(/^1 crashing crashed 1 SyntaxError/)
    expect(ends()[1]).toBe('2 listening exited 0')
    expect(printed()).toEqual(['2 caught on purpose'])
  })

  it('[X-06] process.exit ends it at once, whatever it was about to do', async () => {
    const { start, until, ends, printed } = machine()
    start(async ({ process, setTimeout, console }) => {
      setTimeout(() => console.log('never'), 1)
      await Promise.resolve()
      process.exit(3)
    })
    await until(1)
    expect(ends()).toEqual(['0 client exited 3'])
    expect(printed()).toEqual([])
  })

  it('listeners of exit are called once, also when they exit themselves', async () => {
    const { start, until, ends, printed } = machine()
    start(({ process, console }) => {
      const emitter = process as unknown as NodeJS.Process
      emitter.on('exit', (code) => {
        console.log('exit', code)
        process.exit(5)
      })
      process.exit(2)
    })
    await until(1)
    expect(printed()).toEqual(['0 exit 2'])
    expect(ends()).toEqual(['0 client exited 2'])
  })

  it('[X-07] a signal ends it: its timers are gone, and it hears of SIGTERM when it listens', async () => {
    const { start, act, until, ends, printed, host } = machine()
    start(({ setInterval, console }) => {
      setInterval(() => console.log('tick'), 100)
    }, 'killed')
    start((scope) => {
      const emitter = scope.process as unknown as NodeJS.Process
      emitter.on('SIGTERM', () => {
        scope.console.log('goodbye')
        scope.process.exit(0)
      })
      scope.setInterval(() => undefined, 100)
    }, 'polite')
    await until(0.15)
    const [killed, polite] = host.processes
    act((on) => {
      on.signal(killed?.pid ?? 0, 'SIGKILL')
      on.signal(polite?.pid ?? 0, 'SIGTERM')
    })
    await until(1)
    expect(printed()).toEqual(['100 tick', '150 goodbye'])
    expect(ends()).toEqual(['150 killed killed 137', '150 polite exited 0'])
  })
})
