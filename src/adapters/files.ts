/** What came of asking for a file. */
export type PickedFile =
  | { readonly ok: true; readonly name: string; readonly text: string }
  | { readonly ok: false; readonly reason: 'cancelled' | 'too-large' | 'unreadable' }

/** Files on the person's own disk. */
export interface Files {
  /** Gives something to the browser to save; where to, is the person's choice. */
  save(name: string, mediaType: string, content: string | Uint8Array<ArrayBuffer>): void
  /**
   * Lets the person choose a text file. Must be called from a click or a key.
   *
   * @param accept endings or media types, separated by commas, as a file field wants them.
   * @param bytesMax larger files are not read.
   */
  pick(accept: string, bytesMax: number): Promise<PickedFile>
}

/** The browser's files. */
export function createFiles(): Files {
  return { save, pick }
}

function save(name: string, mediaType: string, content: string | Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own hold on the data once it has begun, which is after this task.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 10_000)
}

function pick(accept: string, bytesMax: number): Promise<PickedFile> {
  const field = document.createElement('input')
  field.type = 'file'
  field.accept = accept
  return new Promise((resolve) => {
    field.addEventListener('cancel', () => {
      resolve({ ok: false, reason: 'cancelled' })
    })
    field.addEventListener('change', () => {
      const file = field.files?.[0]
      if (file === undefined) resolve({ ok: false, reason: 'cancelled' })
      else void readTextFile(file, bytesMax).then(resolve)
    })
    field.click()
  })
}

/** Reads a file that was chosen or dropped. */
export async function readTextFile(
  file: Pick<File, 'name' | 'size' | 'text'>,
  bytesMax: number,
): Promise<PickedFile> {
  if (file.size > bytesMax) return { ok: false, reason: 'too-large' }
  try {
    return { ok: true, name: file.name, text: await file.text() }
  } catch {
    // It was moved or locked since it was chosen.
    return { ok: false, reason: 'unreadable' }
  }
}
