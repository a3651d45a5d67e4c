import { Moon, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useRoute } from 'wouter'
import { languages, useText, type Language } from '../i18n/text.ts'
import { KeysButton } from './keys-button.tsx'
import { useTheme } from './use-theme.ts'
import './shell.css'

interface ShellProps {
  readonly children: ReactNode
  changeLanguage(language: Language): void
}

/** The frame of every page: where one is, and how to get elsewhere. */
export function Shell({ children, changeLanguage }: ShellProps) {
  const { t, language } = useText()
  const { theme, toggle } = useTheme()
  return (
    <>
      <a className="skip" href="#content">
        {t('shell.skip')}
      </a>
      <header className="shell">
        <Link href="/" className="shell__name">
          <Logo />
          Queue Workshop
        </Link>
        <nav aria-label={t('shell.nav')} className="shell__nav">
          <NavLink href="/" name={t('shell.lessons')} />
          <NavLink href="/sandbox" name={t('shell.sandbox')} />
        </nav>
        <div className="shell__tools">
          <div role="group" aria-label={t('shell.language')} className="shell__languages">
            {languages.map((one) => (
              <button
                key={one}
                type="button"
                lang={one}
                className="shell__language"
                aria-pressed={language === one}
                onClick={() => {
                  changeLanguage(one)
                }}
              >
                {one === 'en' ? 'EN' : 'УКР'}
              </button>
            ))}
          </div>
          <button
            type="button"
            className="button button--icon button--quiet"
            aria-label={t(theme === 'dark' ? 'shell.light' : 'shell.dark')}
            onClick={toggle}
          >
            {theme === 'dark' ? <Sun size={17} aria-hidden /> : <Moon size={17} aria-hidden />}
          </button>
          <KeysButton />
        </div>
      </header>
      <main id="content" className="shell__content">
        {children}
      </main>
    </>
  )
}

function NavLink({ href, name }: { readonly href: string; readonly name: string }) {
  const [isHere] = useRoute(href)
  return (
    <Link href={href} className="shell__link" {...(isHere ? { 'aria-current': 'page' } : {})}>
      {name}
    </Link>
  )
}

function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
      <rect
        x="2"
        y="9"
        width="28"
        height="14"
        rx="7"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
      />
      <circle cx="10" cy="16" r="3.5" fill="var(--mark-ready)" />
      <circle cx="20" cy="16" r="3" fill="none" stroke="var(--mark-unacked)" strokeWidth="2.5" />
    </svg>
  )
}
