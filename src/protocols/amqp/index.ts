export type { Binding } from './binding.ts'
export { bindQueue, unbindQueue } from './bind-queue.ts'
export type { BindQueue, UnbindQueue } from './bind-queue.ts'
export { createBroker, hasConnection } from './broker.ts'
export type { Broker } from './broker.ts'
export type { BrokerError, ReplyName } from './broker-error.ts'
export type { ChannelAddress } from './channel.ts'
export { closeChannel, closeConnection, openChannel, openConnection } from './connect.ts'
export type { CloseConnection } from './connect.ts'
export { cancel, consume } from './consume.ts'
export type { Cancel, Consume, ConsumerTag } from './consume.ts'
export { declareExchange } from './declare-exchange.ts'
export type { DeclareExchange } from './declare-exchange.ts'
export { declareQueue } from './declare-queue.ts'
export type { DeclareQueue, QueueCounts } from './declare-queue.ts'
export { deleteExchange } from './delete-exchange.ts'
export type { DeleteExchange } from './delete-exchange.ts'
export { deleteQueue, purgeQueue } from './delete-queue.ts'
export type { DeleteQueue, MessageCount, PurgeQueue } from './delete-queue.ts'
export type { ExchangeType } from './exchange.ts'
export { amqpFacts } from './facts.ts'
export type { AmqpFacts } from './facts.ts'
export { get } from './get.ts'
export type { Get, GetDelivery } from './get.ts'
export type { Message, MessageProperties } from './message.ts'
export { publish } from './publish.ts'
export type { Publish } from './publish.ts'
export type { Refusal, Reply } from './refuse.ts'
export { startBroker, stopBroker } from './restart.ts'
export type { StopBroker } from './restart.ts'
export type {
  BasicCancel,
  BasicDeliver,
  BasicReturn,
  BrokerContext,
  ChannelClose,
  ConnectionClose,
  ServerMethod,
} from './server-method.ts'
export { setPrefetch } from './set-prefetch.ts'
export type { SetPrefetch } from './set-prefetch.ts'
export { ack, nack, reject } from './settle.ts'
export type { Nack, Reject, Settle, Settled } from './settle.ts'
