import { Link } from 'wouter'
import { useText } from '../i18n/text.ts'

/** An address that leads nowhere: said plainly, with a way on. */
export function NotFound() {
  const { t } = useText()
  return (
    <div className="page">
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.text')}</p>
      <Link className="button button--primary" href="/">
        {t('notFound.home')}
      </Link>
    </div>
  )
}
