export { findScenario, scenarioNames } from './catalogue.ts'
export { checkDefinition } from './check-definition.ts'
export { checkInput } from './check-input.ts'
export { completeShop, fieldDefaults } from './complete.ts'
export { planConnection } from './connect.ts'
export type { BindingRule, ConnectPlan, ConnectRefusal } from './connect.ts'
export type {
  Arrivals,
  BindingArguments,
  BindingDefinition,
  CompleteBinding,
  CompleteNode,
  CompleteShop,
  CustomersNode,
  DatabaseNode,
  ExchangeNode,
  MailNode,
  NodeOf,
  PollerNode,
  ProducerNode,
  QueueNode,
  ShopDefinition,
  ShopNode,
  Spread,
  WebNode,
  WorkerNode,
} from './definition.ts'
export { checkField } from './field-problem.ts'
export { fieldRules } from './field-rules.ts'
export type { FieldRule } from './field-rules.ts'
export type { ShopInput, Signal } from './input.ts'
export { drawMail } from './mail-luck.ts'
export type { MailLuck, MailOutcome } from './mail-luck.ts'
export { LOAD_CONCURRENCY_MAX, LOAD_REQUESTS_MAX } from './load-limits.ts'
export { memoryPlace } from './memory-place.ts'
export { menu, orderAttributes } from './order-attributes.ts'
export type { Menu, OrderAttributes } from './order-attributes.ts'
export { createNode, emptyShop, freeName, paletteKinds, shopAfter, singleKinds } from './palette.ts'
export type { Checked, Problem, ProblemKey } from './problem.ts'
export { FILE_CHARS_MAX, LATEST_INSTANT } from './run-source.ts'
export type { PlayedCode, RunSource, ShopCode } from './run-source.ts'
export { readSaveFile, writeSaveFile } from './save-file.ts'
export { LINK_CHARS_MAX, readShareLink, writeShareLink } from './share-link.ts'
export type { ReadRun } from './share-link.ts'
export { simulate } from './simulate.ts'
export type { SimulateRequest, SimulateResult } from './simulate.ts'
export { formatLedger } from './summary.ts'
export { causesOf, journeyOfMessage, journeyOfOrder } from './view/journey.ts'
export { LedgerFold } from './view/ledger-fold.ts'
export type { Ledger, LedgerRow, WaitSummary } from './view/ledger-view.ts'
export { loadPercents, loadReports } from './view/load-report.ts'
export type { LoadReport, LoadTimes } from './view/load-report.ts'
export { orderRecords } from './view/order-records.ts'
export type { OrderRecord, OrderState } from './view/order-records.ts'
export type { RunMark } from './view/marks.ts'
export { ShopViews } from './view/run-views.ts'
export type { Series } from './view/series.ts'
export { byPlace } from './view/stage-view.ts'
export type {
  BrokerView,
  ConsumerView,
  CopyView,
  DatabaseView,
  ExchangeView,
  Flight,
  MailView,
  MessageView,
  ProcessView,
  QueueView,
  StageView,
  TaskView,
} from './view/stage-view.ts'
export { brokerContext } from './world/broker-side.ts'
export { processOfConnection } from './connection-name.ts'
export { endCode, settleByCode, startCall } from './world/code.ts'
export type { CodeCall } from './world/code.ts'
export type { CodePlayer } from './world/code-player.ts'
export type { JobResult, WorldEvent } from './world/event.ts'
export { shopModel } from './world/model.ts'
export { orderInBody } from './world/world.ts'
export type { World, WorldEngine } from './world/world.ts'
export { worldFacts } from './world/world-facts.ts'
export type { WorldFacts } from './world/world-facts.ts'
