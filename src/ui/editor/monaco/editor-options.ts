import type { editor } from 'monaco-editor/editor'
import { codeFont } from './editor-theme.ts'

/** The size of code against the page's own, which is larger for a classroom: 13 of 16 pixels. */
const CODE_SIZE = 0.8125

function rootSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
}

/** How code is shown, whether it is edited or compared. */
export function codeOptions(): editor.IEditorOptions & editor.IGlobalEditorOptions {
  return {
    automaticLayout: true,
    fontFamily: codeFont(),
    fontSize: Math.round(CODE_SIZE * rootSize()),
    lineHeight: 1.54,
    // A field of the platform: what watches for keys on the page knows it as one.
    editContext: false,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    lineNumbersMinChars: 3,
    folding: false,
    renderFinalNewline: 'on',
    glyphMargin: false,
    scrollBeyondLastLine: false,
    stickyScroll: { enabled: false },
    // The space is small: what opens may lie over its borders.
    fixedOverflowWidgets: true,
    wordBasedSuggestions: 'off',
    // Ukrainian letters are no trick.
    unicodeHighlight: { ambiguousCharacters: false, nonBasicASCII: false },
    padding: { top: 6, bottom: 6 },
    contextmenu: true,
  }
}
