import { useCallback } from 'react'
import { toMs, toSeconds, type Duration, type Fact } from '#engine'
import { useText, type Text } from './text.ts'

/** A fact as a sentence in the language of the moment. */
export function useDescribeFact(): (fact: Fact) => string {
  const text = useText()
  return useCallback((fact) => describeFact(text, fact), [text])
}

/** A fact as a sentence. Variants of a kind have a text of their own: `kind.variant`. */
export function describeFact({ t, number }: Text, { kind, fields }: Fact): string {
  const { duration } = fields
  const time = typeof duration === 'number' ? (duration as Duration) : (0 as Duration)
  const words = {
    ...fields,
    ...spokenFields(t, fields),
    exchange: fields['exchange'] === '' ? t('fact.defaultExchange') : fields['exchange'],
    ms: number(toMs(time), toMs(time) < 10 ? 1 : 0),
    seconds: number(toSeconds(time), 2),
  }
  const variant = variantOf(kind, fields)
  return t(`fact.${kind.replace('.', '_')}${variant === '' ? '' : `_${variant}`}`, words)
}

/** Fields whose values are words of ours and not names: they are said in the reader's language. */
const SPOKEN_FIELDS = ['action', 'how', 'reason', 'state', 'what']

function spokenFields(t: Text['t'], fields: Fact['fields']): Readonly<Record<string, string>> {
  const spoken: Record<string, string> = {}
  for (const name of SPOKEN_FIELDS) {
    const value = fields[name]
    // What a broker says in an error stays as it said it.
    if (typeof value !== 'string' || !/^[a-z_-]+$/.test(value)) continue
    spoken[name] = t(`fact.word.${value}`, { defaultValue: value })
  }
  return spoken
}

/** Which wording a fact needs, where one wording does not fit all; '' is the plain one. */
function variantOf(kind: string, fields: Fact['fields']): string {
  switch (kind) {
    case 'amqp.message-delivered':
      if (fields['autoAck'] === true) return 'auto'
      return fields['redelivered'] === true ? 'again' : ''
    case 'amqp.message-unroutable':
      return fields['returned'] === true ? 'returned' : ''
    case 'amqp.connection-closed':
    case 'amqp.channel-closed':
      return fields['code'] === null || fields['code'] === 200 ? '' : 'error'
    case 'process.exited':
      return fields['signal'] === null ? '' : 'killed'
    case 'amqp.binding-created':
    case 'amqp.binding-removed':
      return fields['queue'] === null ? 'exchange' : ''
    case 'amqp.message-confirmed':
      return fields['outcome'] === 'nack' ? 'nack' : ''
    case 'amqp.alarm-changed':
      return fields['isOn'] === true ? '' : 'off'
    case 'shop.order-placed':
      return fields['broken'] === true ? 'broken' : ''
    case 'shop.input-refused':
      return fields['node'] === null ? 'shop' : ''
    case 'process.started':
      return fields['role'] === 'thread' || fields['role'] === 'memory' ? fields['role'] : ''
    case 'sandbox.process-ended': {
      const how = String(fields['how'])
      return how === 'killed' || how === 'crashed' ? how : ''
    }
    case 'sandbox.exception-thrown':
      return fields['file'] === null ? 'somewhere' : ''
    case 'sandbox.fetched':
      return fields['status'] === null ? 'failed' : ''
    case 'poll.ran':
      return fields['found'] === 0 ? 'empty' : ''
    case 'task.received':
    case 'task.started':
    case 'task.finished':
      return fields['message'] === null ? 'order' : ''
    case 'net.sent':
    case 'net.refused':
      return fields['order'] === null ? '' : 'order'
    default:
      return ''
  }
}
