/** The module 'shop' as learners' code and its editor see it: what the API says, and nothing more. */
import type * as api from './shop-api.ts'

declare const shop: api.ShopApi
declare namespace shop {
  type Order = api.Order
}
export = shop
