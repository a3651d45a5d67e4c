import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { projectFiles, projectFolder, type ProjectFiles, type ProjectTemplate } from '#lessons'
import type { ProjectCase } from './fixture-exercises.ts'

/** Projects on the disk, ready to run. */
export interface ProjectFolders {
  /** A case's folder. */
  folderOf(one: ProjectCase): string
  remove(): void
}

/**
 * Writes a project for each case. The packages are installed once, as a learner would, and shared.
 *
 * @throws Error when npm cannot install them.
 */
export function writeProjects(
  cases: readonly ProjectCase[],
  template: ProjectTemplate,
): ProjectFolders {
  const root = mkdtempSync(join(tmpdir(), 'projects-'))
  const installed = join(root, 'installed')
  const folderOf = (one: ProjectCase): string =>
    join(root, `${cases.indexOf(one)}-${projectFolder(one.name)}`)
  const remove = (): void => {
    rmSync(root, { recursive: true, force: true })
  }
  try {
    for (const [index, one] of cases.entries()) {
      const files = projectFiles({ ...one, language: 'en', template })
      if (index === 0) {
        write(installed, files)
        execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
          cwd: installed,
          stdio: ['ignore', 'ignore', 'inherit'],
        })
      }
      write(folderOf(one), files)
      linkPackages(join(installed, 'node_modules'), join(folderOf(one), 'node_modules'))
    }
  } catch (error) {
    remove()
    throw error
  }
  return { folderOf, remove }
}

function write(folder: string, files: ProjectFiles): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

/** Each project has a shop of its own; everything else is the same everywhere. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    symlinkSync(name === 'shop' ? '../shop' : join(from, name), join(to, name))
  }
}
