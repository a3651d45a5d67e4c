import { createContext, useContext } from 'react'
import { assert } from '#std'

/** What came of choosing a file. */
export type ChosenFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'cancelled' | 'too-large' | 'unreadable' }

/** Files on the person's own disk. */
export interface WorkshopFiles {
  save(name: string, text: string): void
  /** Must be called from a click or a key. */
  choose(): Promise<ChosenFile>
}

/** The person's files, for everything on the page. */
export const FilesContext = createContext<WorkshopFiles | null>(null)

/** The person's files. */
export function useFiles(): WorkshopFiles {
  const files = useContext(FilesContext)
  assert(files !== null, 'files are provided above')
  return files
}
