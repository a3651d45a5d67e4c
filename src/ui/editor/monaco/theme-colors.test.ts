import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { codeColors, tokenColors } from './theme-colors.ts'

const [light = '', dark = ''] = readFileSync('src/ui/theme/tokens.css', 'utf8').split(
  ":root[data-theme='dark']",
)

function colorOf(theme: string, token: string): string {
  return new RegExp(`${token}: (#[0-9a-f]{6});`).exec(theme)?.[1] ?? ''
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

it.each([
  ['light', light],
  ['dark', dark],
])('every kind of word can be read on every ground that code has (%s)', (_, theme) => {
  for (const ground of ['--surface-1', '--surface-0']) {
    for (const token of [...Object.values(tokenColors), '--bad']) {
      const ratio = contrast(colorOf(theme, token), colorOf(theme, ground))
      expect([token, ground, ratio >= 4.5]).toEqual([token, ground, true])
    }
  }
})

it('every colour is one of the page in both themes', () => {
  for (const token of [...Object.values(codeColors), ...Object.values(tokenColors)]) {
    expect([token, colorOf(light, token), colorOf(dark, token)]).not.toContain('')
  }
})
