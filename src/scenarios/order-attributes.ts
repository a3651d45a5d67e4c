const CITIES = ['kyiv', 'lviv', 'odesa'] as const
const DISHES = ['pizza', 'sushi', 'salad'] as const

/** Every so many orders one is in a hurry. */
const EXPRESS_EVERY = 7

/** What an order says about itself. */
export interface OrderAttributes {
  readonly city: (typeof CITIES)[number]
  readonly dish: (typeof DISHES)[number]
  readonly speed: 'express' | 'normal'
}

/** What there is to order, and where it is brought. */
export interface Menu {
  readonly dishes: readonly OrderAttributes['dish'][]
  readonly cities: readonly OrderAttributes['city'][]
  readonly speeds: readonly OrderAttributes['speed'][]
}

/** The shop's menu, the same in every run. */
export const menu: Menu = { dishes: DISHES, cities: CITIES, speeds: ['normal', 'express'] }

/**
 * What an order says follows from its number alone, so that a lesson can name one: cities take
 * turns, dishes after every third order, and each seventh order is express.
 */
export function orderAttributes(order: number): OrderAttributes {
  const index = order - 1
  return {
    city: CITIES[(index % 3) as 0 | 1 | 2],
    dish: DISHES[(Math.floor(index / 3) % 3) as 0 | 1 | 2],
    speed: order % EXPRESS_EVERY === 0 ? 'express' : 'normal',
  }
}

/** A routing key with `{city}`, `{dish}` and `{speed}` filled in; other braces stay as they are. */
export function fillRoutingKey(template: string, order: number): string {
  if (!template.includes('{')) return template
  const attributes = orderAttributes(order)
  return template.replace(
    /\{(city|dish|speed)\}/g,
    (_, name: keyof OrderAttributes) => attributes[name],
  )
}
