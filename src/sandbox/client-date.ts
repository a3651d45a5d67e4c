const PARTS = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/

/**
 * A `Date` whose now is the run's and whose place is Greenwich: the machine's time zone would make
 * another trace.
 *
 * @param nowMs whole milliseconds since 1970.
 */
export function createClientDate(nowMs: () => number): DateConstructor {
  class ClientDate extends Date {
    constructor(...given: readonly unknown[]) {
      super(epochMs(given))
    }

    static override now(): number {
      return nowMs()
    }

    static override parse(text: string): number {
      return parse(text)
    }

    override getTimezoneOffset(): number {
      return 0
    }

    override toString(): string {
      if (Number.isNaN(this.getTime())) return 'Invalid Date'
      const [day, date, month, year, time] = this.toUTCString().replace(',', '').split(' ')
      return `${day} ${month} ${date} ${year} ${time} GMT+0000 (Coordinated Universal Time)`
    }

    override toLocaleString(...given: LocaleArguments): string {
      return super.toLocaleString(...inGreenwich(given))
    }

    override toLocaleDateString(...given: LocaleArguments): string {
      return super.toLocaleDateString(...inGreenwich(given))
    }

    override toLocaleTimeString(...given: LocaleArguments): string {
      return super.toLocaleTimeString(...inGreenwich(given))
    }
  }

  const prototype = ClientDate.prototype as unknown as Record<string, unknown>
  for (const part of PARTS) {
    prototype[`get${part}`] = prototype[`getUTC${part}`]
    if (part !== 'Day') prototype[`set${part}`] = prototype[`setUTC${part}`]
  }

  function epochMs(given: readonly unknown[]): number {
    if (given.length === 0) return nowMs()
    if (given.length > 1) return Date.UTC(...(given as [number, number]))
    const [only] = given
    return typeof only === 'string' ? parse(only) : new Date(only as number).getTime()
  }

  // Called without `new`, Date is a text; a class cannot be called at all.
  return new Proxy(ClientDate, {
    apply: () => new ClientDate().toString(),
  }) as unknown as DateConstructor
}

type LocaleArguments = [locales?: string | string[], options?: Intl.DateTimeFormatOptions]

function inGreenwich([locales, options]: LocaleArguments): LocaleArguments {
  return [locales ?? 'en-US', { timeZone: 'UTC', ...options }]
}

function parse(text: string): number {
  return Date.parse(WITHOUT_ZONE.test(text) ? `${text}Z` : text)
}
