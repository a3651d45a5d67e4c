// Loaded before your file, in its process (`node --import ./shop/preload.js …`). Your file stays as
// it is; this changes what is around it.

import { redirectToBroker } from './broker-address.js'
import { fetchFromShop } from './fetch.js'
import { hasShop } from './line.js'
import { watchMessages } from './watch.js'

// amqp://localhost, amqp://broker and amqp://rabbitmq lead to the broker that AMQP_URL names.
redirectToBroker()
// The shop learns which messages this process has in hand.
if (hasShop) watchMessages()
// fetch reaches the shop's own addresses.
fetchFromShop()
