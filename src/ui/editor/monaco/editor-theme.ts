import { editor } from 'monaco-editor/editor'
import { onThemeChange } from '../../shell/use-theme.ts'
import { codeColors, tokenColors } from './theme-colors.ts'

/** Gives all of Monaco the page's colours, now and whenever they change; returns what ends that. */
export function followTheme(): () => void {
  applyTheme()
  return onThemeChange(applyTheme)
}

/** The page's font for code. */
export function codeFont(): string {
  return readToken('--mono')
}

function applyTheme(): void {
  const isDark = document.documentElement.dataset['theme'] === 'dark'
  const name = isDark ? 'workshop-dark' : 'workshop-light'
  const rules = Object.entries(tokenColors).map(([token, color]) => ({
    token,
    foreground: readColor(color).slice(1),
  }))
  const colors = Object.fromEntries(
    Object.entries(codeColors).map(([part, color]) => [part, readColor(color)]),
  )
  editor.defineTheme(name, { base: isDark ? 'vs-dark' : 'vs', inherit: true, rules, colors })
  editor.setTheme(name)
}

/** Monaco takes colours in six digits only; the build shortens them where it can. */
function readColor(name: string): string {
  return readToken(name).replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3')
}

function readToken(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
