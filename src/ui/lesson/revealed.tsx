import { useEffect, useRef, type ReactNode } from 'react'

/** What has just appeared beside the stage is brought into sight, and moves nothing else. */
export function Revealed({ children }: { readonly children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const shown = element.current
    const body = shown?.closest('.lesson__body')
    if (shown === null || body === null || body === undefined) return
    const hidden = shown.getBoundingClientRect().bottom - body.getBoundingClientRect().bottom
    if (hidden > 0) body.scrollTop += hidden
  }, [])
  return <div ref={element}>{children}</div>
}
