import { expect, it } from 'vitest'
import { readLessonText } from './lesson-text.ts'

it('a text file is blocks of Markdown by key, without the comments for authors', () => {
  const text = readLessonText(
    '## a.title\nHello\n\n## a.text\n<!-- rules: P-01 -->\nOne.\n\nTwo.\n\n## b.empty\n',
  )
  expect(text).toEqual({ 'a.title': 'Hello', 'a.text': 'One.\n\nTwo.', 'b.empty': '' })
})
