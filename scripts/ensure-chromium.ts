import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { canInstall, install } from './debian-packages.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * The path of a Chromium for the browser tests: CHROMIUM_PATH, one on the PATH, or Debian's package,
 * installed when this may install packages. Says in one line what it did.
 *
 * @throws Error that says what to do when there is none.
 */
export function ensureChromium(): string {
  const given = process.env['CHROMIUM_PATH']
  if (given !== undefined && existsSync(given)) return given
  const found = findOnPath()
  if (found !== null) return found
  if (canInstall()) {
    console.log('no Chromium found: installing the Debian package chromium')
    install('chromium')
  }
  const installed = findOnPath()
  if (installed !== null) return installed
  throw new Error(
    'Failed to find a Chromium: none on the PATH, and none could be installed. ' +
      'Install Chromium or Chrome, or set CHROMIUM_PATH to one.',
  )
}

function findOnPath(): string | null {
  for (const name of NAMES) {
    const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' })
    if (status === 0) return stdout.trim()
  }
  return null
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(`browser tests use ${ensureChromium()}`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
