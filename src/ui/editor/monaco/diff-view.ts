import { editor, Uri } from 'monaco-editor/editor'
import { CODE_CHARS_MAX } from '../code-file.ts'
import { codeOptions } from './editor-options.ts'
import { followTheme } from './editor-theme.ts'
import { setUpMonaco } from './monaco.ts'

/** One file in two versions. */
export interface ComparedFile {
  readonly name: string
  readonly left: string
  readonly right: string
  readonly leftLabel: string
  readonly rightLabel: string
}

/** Two versions of a file beside each other; neither can be edited. */
export interface DiffView {
  show(file: ComparedFile): void
  dispose(): void
}

/** Opens Monaco's comparison in an element that has a size. */
export function createDiffView(element: HTMLElement): DiffView {
  setUpMonaco()
  const unfollow = followTheme()
  const view = editor.createDiffEditor(element, {
    ...codeOptions(),
    readOnly: true,
    domReadOnly: true,
    originalEditable: false,
    ignoreTrimWhitespace: false,
    renderOverviewRuler: false,
    renderMarginRevertIcon: false,
    renderSideBySideInlineBreakpoint: 640,
  })
  function clear() {
    const models = view.getModel()
    view.setModel(null)
    models?.original.dispose()
    models?.modified.dispose()
  }
  return {
    show({ name, left, right, leftLabel, rightLabel }) {
      clear()
      view.getOriginalEditor().updateOptions({ ariaLabel: leftLabel })
      view.getModifiedEditor().updateOptions({ ariaLabel: rightLabel })
      view.setModel({
        original: createModel(left, `file:///compared/left/${name}`),
        modified: createModel(right, `file:///compared/right/${name}`),
      })
    },
    dispose() {
      clear()
      view.dispose()
      unfollow()
    },
  }
}

function createModel(text: string, address: string): editor.ITextModel {
  const language = text.length > CODE_CHARS_MAX ? 'plaintext' : 'typescript'
  return editor.createModel(text, language, Uri.parse(address))
}
