import type { Session } from '../session.ts'
import type { Frame, RawClient } from './raw-client.ts'

/** What the server says to each of these, on a fresh connection with channel 1 open. */
export async function answers(
  s: Session,
  tries: Readonly<Record<string, (raw: RawClient) => void | Promise<void>>>,
): Promise<Record<string, readonly Frame[]>> {
  const results: Record<string, readonly Frame[]> = {}
  for (const [name, act] of Object.entries(tries)) {
    const raw = await s.rawChannel()
    await act(raw)
    results[name] = withoutEnd(await raw.all())
    raw.destroy()
  }
  return results
}

/** How long a server waits for the client to hang up after a last word is its own affair. */
export function withoutEnd(frames: readonly Frame[]): readonly Frame[] {
  return frames.length > 1 ? frames.filter((frame) => !('end' in frame)) : frames
}
