import { CircleAlert } from 'lucide-react'
import { useText } from '../i18n/text.ts'
import type { CodeProblem } from './code-file.ts'

interface ProblemListProps {
  readonly problems: readonly CodeProblem[]
  goTo(problem: CodeProblem): void
}

/** What is wrong with the files, in words; a click goes to the line. */
export function ProblemList({ problems, goTo }: ProblemListProps) {
  const { t } = useText()
  if (problems.length === 0) return null
  return (
    <ul className="editor__problems" aria-label={t('editor.problemList')}>
      {problems.map((problem, index) => (
        // Two problems may say the same about one line.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={`${index} ${problem.file} ${problem.line}`}>
          <button
            type="button"
            className="editor__problem"
            onClick={() => {
              goTo(problem)
            }}
          >
            <CircleAlert aria-hidden size={14} />
            <span className="editor__place">
              {problem.file}
              {problem.line !== null && `, ${t('editor.line', { line: problem.line })}`}
            </span>
            <span className="editor__message">{problem.message}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
