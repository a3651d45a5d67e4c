/** What the page says to its worker when the worker asks for the shop's API. */
type ApiState = 'open' | 'updated' | 'failed'

/**
 * Lets the app work offline from its next visit on, and `fetch('/api/…')` reach the shop. Where the
 * browser has no service workers, or refuses one, the app goes on as it is.
 *
 * @param root the folder the app is served from, ending in a slash.
 * @param openApi opens the shop's API; called when the worker first asks for it.
 */
export function registerWorker(root: string, openApi: () => Promise<void>): void {
  if (!('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  let opened: { readonly by: unknown; readonly state: Promise<ApiState> } | null = null
  serviceWorker.addEventListener('message', ({ data, source, ports: [port] }: MessageEvent) => {
    if ((data as { type?: unknown } | null)?.type !== 'OPEN_SHOP_API') return
    opened ??= { by: source, state: outcomeOf(openApi()) }
    // The API is open towards the worker of its time: a newer one has another.
    const state = opened.by === source ? opened.state : Promise.resolve<ApiState>('updated')
    void tell(port, state)
  })
  serviceWorker.register(`${root}sw.js`, { scope: root }).catch(() => undefined)
}

async function tell(port: MessagePort | undefined, state: Promise<ApiState>): Promise<void> {
  port?.postMessage(await state)
}

function outcomeOf(opening: Promise<void>): Promise<ApiState> {
  return opening.then(
    () => 'open',
    () => 'failed',
  )
}
