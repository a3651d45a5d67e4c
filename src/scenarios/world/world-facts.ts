import { amqpFacts, type AmqpFacts } from '#amqp'
import { shopFacts, type ShopFacts } from '../facts.ts'

/** Every kind of fact a shop records: the broker's and its own. */
export type WorldFacts = AmqpFacts & ShopFacts

/** The catalogue behind {@link WorldFacts}. */
export const worldFacts: WorldFacts = { ...amqpFacts, ...shopFacts }
