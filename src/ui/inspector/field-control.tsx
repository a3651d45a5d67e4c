import { useId, useState } from 'react'
import { checkField, type ShopNode, type StageView } from '#scenarios'
import { describeProblem } from '../i18n/describe-problem.ts'
import { useText } from '../i18n/text.ts'
import { usePlayer } from '../player-context.tsx'
import { fieldForm, type FieldOption } from './field-form.ts'
import './field-control.css'

interface FieldControlProps {
  readonly node: ShopNode
  readonly field: string
  readonly view: StageView
}

type FieldValue = number | string | boolean | null

/** One setting of a node. What is not allowed is said in a sentence and changes nothing. */
export function FieldControl({ node, field, view }: FieldControlProps) {
  const { t } = useText()
  const player = usePlayer()
  const id = useId()
  const [problem, setProblem] = useState<string | null>(null)
  const value = (node as unknown as Record<string, FieldValue>)[field] ?? null
  const form = fieldForm(node, field, view.definition)
  const set = (next: FieldValue) => {
    const [first] = checkField(node, field, next)
    setProblem(first === undefined ? null : describeProblem(t, first))
    if (first === undefined && next !== value) {
      player.input({ type: 'configure', node: node.id, field, value: next })
    }
  }
  return (
    <div className="field-control">
      <label htmlFor={id}>{t(`field.${labelOf(node, field)}`)}</label>
      {form.type === 'flag' && (
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          onChange={(event) => {
            set(event.target.checked)
          }}
        />
      )}
      {form.type === 'choice' && (
        <select
          id={id}
          className="field"
          value={String(value)}
          onChange={(event) => {
            const chosen = form.options.find(
              (option) => String(option.value) === event.target.value,
            )
            if (chosen !== undefined) set(chosen.value)
          }}
        >
          {withCurrent(form.options, value).map((option) => (
            <option key={String(option.value)} value={String(option.value)}>
              {option.textKey === null
                ? option.value
                : t(option.textKey, { defaultValue: option.value ?? '' })}
            </option>
          ))}
        </select>
      )}
      {(form.type === 'number' || form.type === 'text') && (
        <TextInput
          id={id}
          value={value === null ? '' : String(value)}
          isNumber={form.type === 'number'}
          isInvalid={problem !== null}
          commit={(text) => {
            if (form.type === 'number') set(readNumber(text, form.canBeNull))
            else set(text === '' && form.canBeNull ? null : text)
          }}
        />
      )}
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

/** A publisher gives its messages a priority, a worker has one. */
function labelOf({ kind }: ShopNode, field: string): string {
  const isPublisher = kind === 'web' || kind === 'producer'
  return field === 'priority' && isPublisher ? 'messagePriority' : field
}

/** What is set stays to be seen, though it may name something that is no longer in the shop. */
function withCurrent(options: readonly FieldOption[], value: FieldValue): readonly FieldOption[] {
  const isKnown = typeof value !== 'string' || options.some((option) => option.value === value)
  return isKnown ? options : [...options, { value, textKey: null }]
}

interface TextInputProps {
  readonly id: string
  readonly value: string
  readonly isNumber: boolean
  readonly isInvalid: boolean
  commit(text: string): void
}

/** Takes effect on Enter or when one leaves it, not with every key. */
function TextInput({ id, value, isNumber, isInvalid, commit }: TextInputProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const finish = () => {
    if (draft !== null && draft !== value) commit(draft)
    if (!isInvalid) setDraft(null)
  }
  return (
    <input
      id={id}
      className="field"
      inputMode={isNumber ? 'decimal' : 'text'}
      aria-invalid={isInvalid}
      value={draft ?? value}
      onChange={(event) => {
        setDraft(event.target.value)
      }}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish()
      }}
    />
  )
}

/** What a person wrote as a number; not a number stays text, so that the check can say so. */
function readNumber(text: string, canBeNull: boolean): FieldValue {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return canBeNull ? null : text
  const number = Number(trimmed)
  return Number.isFinite(number) ? number : text
}
