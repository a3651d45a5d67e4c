import { marked } from 'marked'
import type { Plugin } from 'vite'
import { readLessonText } from '../../src/lessons/lesson-text.ts'

/** Keys whose words are paragraphs; all others stand within a line. */
const BLOCK_KEY = /\.(text|explain|solution|hint\.\d+|mistake\..+)$/

/** Makes a lesson's Markdown a module: its words as HTML, by key. Nothing is parsed in the page. */
export function lessonText(): Plugin {
  return {
    name: 'lesson-text',
    enforce: 'pre',
    transform(source, id) {
      if (!/\/lessons\/[^/]+\/[a-z]{2}\.md$/.test(id)) return null
      return `export default ${JSON.stringify(renderLessonText(source))}`
    },
  }
}

/** A lesson's text file with its Markdown rendered. Titles are plain text. */
function renderLessonText(source: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(readLessonText(source)).map(([key, markdown]) => {
      if (key.endsWith('.title')) return [key, markdown]
      const html = BLOCK_KEY.test(key)
        ? marked.parse(markdown, { async: false })
        : marked.parseInline(markdown, { async: false })
      return [key, html]
    }),
  )
}
