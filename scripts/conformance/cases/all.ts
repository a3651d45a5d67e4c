import type { Case } from '../case.ts'
import { ACCESS_CASES } from './access.ts'
import { ALARM_CASES } from './alarms.ts'
import { CLIENT_CASES } from './client.ts'
import { CONSUMER_CASES } from './consumers.ts'
import { DEAD_LETTER_CASES } from './dead-letters.ts'
import { DISPATCH_CASES } from './dispatch.ts'
import { EXCHANGE_PROPERTY_CASES } from './exchange-properties.ts'
import { EXCHANGE_CASES } from './exchanges.ts'
import { EXPIRY_CASES, LENGTH_CASES } from './expiry.ts'
import { MALFORMED_CASES } from './malformed.ts'
import { POLICY_CASES } from './policies.ts'
import { PRIORITY_CASES } from './priorities.ts'
import { PROCESS_CASES } from './processes.ts'
import { PUBLISHING_CASES } from './publishing.ts'
import { QUEUE_CASES } from './queues.ts'
import { QUORUM_CASES, STREAM_CASES } from './quorum.ts'
import { RESTART_CASES } from './restarts.ts'
import { ROUTING_CASES } from './routing.ts'
import { SETTLING_CASES } from './settling.ts'
import { TRANSACTION_CASES } from './transactions.ts'
import { WIRE_CASES } from './wire.ts'

/** Every case, in the order of the table. */
export const CASES: readonly Case[] = [
  ...CLIENT_CASES,
  ...EXCHANGE_CASES,
  ...ROUTING_CASES,
  ...EXCHANGE_PROPERTY_CASES,
  ...QUEUE_CASES,
  ...PUBLISHING_CASES,
  ...TRANSACTION_CASES,
  ...DISPATCH_CASES,
  ...CONSUMER_CASES,
  ...SETTLING_CASES,
  ...EXPIRY_CASES,
  ...LENGTH_CASES,
  ...DEAD_LETTER_CASES,
  ...PRIORITY_CASES,
  ...QUORUM_CASES,
  ...STREAM_CASES,
  ...WIRE_CASES,
  ...MALFORMED_CASES,
  ...PROCESS_CASES,
  ...POLICY_CASES,
  ...ACCESS_CASES,
  ...ALARM_CASES,
  ...RESTART_CASES,
]
