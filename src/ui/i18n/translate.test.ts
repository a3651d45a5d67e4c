import { describe, expect, it } from 'vitest'
import { translate } from './translate.ts'

const texts = {
  plain: 'Order {{order}} of {{name}}',
  group: { inner: 'Inside', deep: { deeper: 'Deepest' } },
  orders_one: '{{count}} замовлення',
  orders_few: '{{count}} замовлення (few)',
  orders_many: '{{count}} замовлень',
  orders_other: '{{count}} замовлення (other)',
  counted: 'always {{count}}',
}

describe('a sentence', () => {
  it('is found under its key, step by step', () => {
    expect(translate(texts, 'en', 'group.inner')).toBe('Inside')
    expect(translate(texts, 'en', 'group.deep.deeper')).toBe('Deepest')
  })

  it('has its words filled in, and nothing where one is missing', () => {
    expect(translate(texts, 'en', 'plain', { order: 3, name: '{{order}}' })).toBe(
      'Order 3 of {{order}}',
    )
    expect(translate(texts, 'en', 'plain', { order: 0, name: null })).toBe('Order 0 of ')
  })

  it.each([
    [1, '1 замовлення'],
    [3, '3 замовлення (few)'],
    [5, '5 замовлень'],
    [21, '21 замовлення'],
    [1.5, '1.5 замовлення (other)'],
  ])('takes the form the language counts with (%s)', (count, sentence) => {
    expect(translate(texts, 'uk', 'orders', { count })).toBe(sentence)
  })

  it('without plural forms is the same for every count', () => {
    expect(translate(texts, 'uk', 'counted', { count: 5 })).toBe('always 5')
  })

  it('that is not there is told by its key, or by what stands in for it', () => {
    expect(translate(texts, 'en', 'group')).toBe('group')
    expect(translate(texts, 'en', 'group.constructor')).toBe('group.constructor')
    expect(translate(texts, 'en', 'none', { defaultValue: 'else' })).toBe('else')
  })
})
