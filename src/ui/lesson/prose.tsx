interface ProseProps {
  /** HTML built from a lesson's own Markdown. */
  readonly html: string
  readonly className?: string
}

/** A block of a lesson's words. */
export function Prose({ html, className = 'prose' }: ProseProps) {
  return <div className={className} dangerouslySetInnerHTML={{ __html: html }} />
}

/** Words of a lesson within a line. */
export function InlineProse({ html }: Pick<ProseProps, 'html'>) {
  return <span dangerouslySetInnerHTML={{ __html: html }} />
}
