import { useSyncExternalStore } from 'react'

/** The colours of the page. */
export type Theme = 'light' | 'dark'

const EVENT = 'queue-workshop:theme'

/** Light or dark; the system's choice until a person makes one. */
export function useTheme(): { readonly theme: Theme; toggle(): void } {
  const theme = useSyncExternalStore(subscribe, currentTheme)
  return {
    theme,
    toggle() {
      applyTheme(theme === 'dark' ? 'light' : 'dark')
    },
  }
}

/** Sets the theme of the page. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
  window.dispatchEvent(new CustomEvent(EVENT, { detail: theme }))
}

/** Calls back whenever a person switches. */
export function onThemeChange(listener: (theme: Theme) => void): () => void {
  const onEvent = () => {
    listener(currentTheme())
  }
  window.addEventListener(EVENT, onEvent)
  return () => {
    window.removeEventListener(EVENT, onEvent)
  }
}

function subscribe(listener: () => void): () => void {
  return onThemeChange(listener)
}

function currentTheme(): Theme {
  return document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light'
}
