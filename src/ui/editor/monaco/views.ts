/** The one part of the page that brings Monaco with it: it is loaded only when code is edited. */
export { createCodeView } from './code-view.ts'
export { createDiffView } from './diff-view.ts'
