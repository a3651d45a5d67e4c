export type { ChannelAddress } from './state/address.ts'
export { mustHold, setAlarm } from './commands/alarm.ts'
export type { Arriving, SetAlarm } from './commands/alarm.ts'
export { bindExchange, bindQueue, unbindExchange, unbindQueue } from './commands/bindings.ts'
export type {
  BindExchange,
  BindingId,
  BindQueue,
  UnbindExchange,
  UnbindQueue,
} from './commands/bindings.ts'
export { createBroker, DEFAULT_SETTINGS, hasConnection } from './state/broker.ts'
export type { Alarm, Broker, BrokerSettings, NewBroker } from './state/broker.ts'
export type { BrokerError, ReplyName } from './checks/broker-error.ts'
export { nextTimer, runTimers } from './commands/clock.ts'
export { setDownNodes } from './commands/cluster.ts'
export type { SetDownNodes } from './commands/cluster.ts'
export { closeChannel, closeConnection, openChannel, openConnection } from './commands/connect.ts'
export type { CloseConnection, OpenConnection } from './commands/connect.ts'
export { cancel, consume } from './commands/consume.ts'
export type { Cancel, Consume, ConsumerTag } from './commands/consume.ts'
export { declareExchange } from './commands/declare-exchange.ts'
export type { DeclareExchange } from './commands/declare-exchange.ts'
export { declareQueue } from './commands/declare-queue.ts'
export type { DeclareQueue, QueueCounts } from './commands/declare-queue.ts'
export type { BrokerHost, DefinitionServer } from './definitions/definition-server.ts'
export type { Definitions, ItemTypes } from './definitions/definitions.ts'
export { exportDefinitions, exportPlainDefinitions } from './definitions/export-definitions.ts'
export { importDefinitions } from './definitions/import-definitions.ts'
export type { ImportResult } from './definitions/import-definitions.ts'
export { problemText } from './definitions/problem.ts'
export type { DefinitionProblem } from './definitions/problem.ts'
export { checkDefinitions, readDefinitions } from './definitions/read-definitions.ts'
export type { CheckedDefinitions } from './definitions/read-definitions.ts'
export {
  createServerMetadata,
  deleteUser,
  isPassword,
  permissionsOf,
  setPermissions,
  setUser,
} from './definitions/server-metadata.ts'
export type { ServerMetadata, SetPermissions, SetUser } from './definitions/server-metadata.ts'
export { deleteExchange } from './commands/delete-exchange.ts'
export type { DeleteExchange } from './commands/delete-exchange.ts'
export { deleteQueue, purgeQueue } from './commands/delete-queue.ts'
export type { DeleteQueue, MessageCount, PurgeQueue } from './commands/delete-queue.ts'
export { amqpFacts } from './facts.ts'
export type { AmqpFacts } from './facts.ts'
export { get } from './commands/get.ts'
export type { Get, GetDelivery } from './commands/get.ts'
export type { Message, MessageProperties } from './state/message.ts'
export type { Permissions } from './state/permissions.ts'
export type { Policy, PolicyTarget } from './state/policy.ts'
export { publish } from './commands/publish.ts'
export type { Publish } from './state/publish-command.ts'
export { recover } from './commands/recover.ts'
export type { Recover } from './commands/recover.ts'
export type { Refusal, Reply } from './checks/refuse.ts'
export {
  clearOperatorPolicy,
  clearPolicy,
  setOperatorPolicy,
  setPolicy,
} from './commands/set-policy.ts'
export { startBroker, stopBroker } from './commands/restart.ts'
export type { StopBroker } from './commands/restart.ts'
export type { Binding } from './routing/binding.ts'
export type { ExchangeType } from './routing/exchange.ts'
export type {
  BasicCancel,
  BasicDeliver,
  BasicReturn,
  BrokerContext,
  ChannelClose,
  ConnectionBlocked,
  ConnectionClose,
  ConnectionUnblocked,
  PublisherConfirm,
  ServerMethod,
} from './server-method.ts'
export { setPrefetch } from './commands/set-prefetch.ts'
export type { SetPrefetch } from './commands/set-prefetch.ts'
export { ack, nack, reject } from './commands/settle.ts'
export type { Nack, Reject, Settle, Settled } from './commands/settle.ts'
export { addBroker, addVirtualHost, createWireServer } from './wire/create-server.ts'
export { acceptSocket, actOn, stopServer, wake } from './wire/serve.ts'
export type { WireEnd } from './wire/serve.ts'
export type { VirtualHost, WireSocket } from './wire/connection.ts'
export type { WireNotice, WireServer, WireSettings } from './wire/server.ts'
export type { WireLimits } from './wire/limits.ts'
export { EMPTY_TABLE, plainOf, tableOf } from './state/table.ts'
export type { FieldValue, Table } from './state/table.ts'
export { commit, rollback, selectConfirms, selectTransactions } from './commands/transaction.ts'
export { readUtf8 } from './wire/utf8.ts'
