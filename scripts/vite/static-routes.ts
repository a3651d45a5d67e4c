import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { pagePolicy } from './content-policy.ts'
import { relayScript } from './learner-frame.ts'

/** An element of the built page that names a file: its tag, and the address in its attributes. */
const ASSET = /\s*<(?:script|link)\b[^>]*"\.\/[^>]*>(?:<\/script>)?/g

/** The first element of the page; the policy follows it, before anything that it is about. */
const CHARSET = '<meta charset="utf-8" />'

/**
 * Writes the built page once for each address it answers to, so that a plain file server answers
 * every route. The page finds the folder it is served from by itself: whether a server adds a slash
 * at the end of an address, or answers every address with the first page, must not matter.
 */
export function staticRoutes(): Plugin {
  let outDir = 'dist'
  return {
    name: 'static-routes',
    apply: 'build',
    configResolved(config) {
      outDir = config.build.outDir
    },
    transformIndexHtml: {
      order: 'post',
      async handler(page) {
        const assets = [...page.matchAll(ASSET)].map(([tag]) => tag.trim())
        const script = loader(assets)
        const policy = pagePolicy([script, await relayScript()])
        return page
          .replaceAll(ASSET, '')
          .replace(CHARSET, `${CHARSET}\n    ${policyElement(policy)}`)
          .replace('</head>', `  <script>${script}</script>\n  </head>`)
      },
    },
    closeBundle() {
      const page = readFileSync(join(outDir, 'index.html'), 'utf8')
      for (const route of routes()) {
        const folder = join(outDir, route)
        mkdirSync(folder, { recursive: true })
        writeFileSync(join(folder, 'index.html'), page)
      }
    },
  }
}

function policyElement(policy: string): string {
  return `<meta http-equiv="Content-Security-Policy" content="${policy}" />`
}

/** The script that puts the page's files into it, from the folder the app is served from. */
function loader(assets: readonly string[]): string {
  const list = JSON.stringify(assets.map(elementOf)).replaceAll('<', '\\u003c')
  return `{
      const root = location.pathname
        .replace(/(lessons\\/[^/]*|present\\/[^/]*|sandbox)\\/?$/, '')
        .replace(/[^/]*$/, '')
      for (const [tag, attributes] of ${list}) {
        const element = document.createElement(tag)
        for (const [name, value] of attributes) {
          element.setAttribute(name, value.startsWith('./') ? root + value.slice(2) : value)
        }
        document.head.append(element)
      }
    }`
}

type ElementText = readonly [tag: string, attributes: readonly (readonly [string, string])[]]

function elementOf(text: string): ElementText {
  const [, tag = ''] = /^<(\w+)/.exec(text) ?? []
  const attributes = [...text.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
  // Inserted by a script, a style sheet would not hold back the first picture by itself.
  const isStyle = attributes.some(([, value]) => value === 'stylesheet')
  return [tag, isStyle ? [...attributes, ['blocking', 'render']] : attributes]
}

/** Every address with a page of its own, beside the first. */
export function routes(): readonly string[] {
  const lessons = existsSync('lessons')
    ? readdirSync('lessons').filter((name) => existsSync(join('lessons', name, 'lesson.json')))
    : []
  return ['sandbox', ...lessons.flatMap((name) => [`lessons/${name}`, `present/${name}`])]
}
