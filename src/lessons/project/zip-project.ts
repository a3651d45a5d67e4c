import { strToU8, zipSync, type Zippable } from 'fflate'
import type { ProjectFiles } from './project-files.ts'

/** A zip knows no time before 1980; all files have this one, so that the same files give the same bytes. */
const TIME = '1980-01-01T00:00:00'

/** Packs files into a zip, all below one folder of that name. The same files give the same bytes. */
export function zipProject(files: ProjectFiles, folder: string): Uint8Array<ArrayBuffer> {
  const paths = Object.keys(files).sort()
  const content: Zippable = {}
  for (const path of paths) {
    content[`${folder}/${path}`] = [strToU8(files[path] ?? ''), { mtime: TIME, level: 9 }]
  }
  return zipSync(content)
}
