import { useText } from '../../i18n/text.ts'
import { featuresOf } from '../features.ts'
import { useNode, useScene } from '../stage-context.tsx'
import './feature-chips.css'

/** What is special about a queue, as short chips; each explains itself and opens the settings. */
export function FeatureChips({ id }: { readonly id: string }) {
  const { t } = useText()
  const { select } = useScene()
  const node = useNode('queue', id)
  if (node === null) return null
  const features = featuresOf(node)
  if (features.length === 0) return null
  return (
    <div className="features">
      {features.map(({ name, short, value }) => {
        const explanation = t(`stage.feature.${name}`, { value })
        return (
          <button
            key={name}
            type="button"
            className="feature nodrag"
            data-tip={explanation}
            aria-label={`${short}: ${explanation}`}
            onClick={(event) => {
              event.stopPropagation()
              select({ type: 'node', id })
            }}
          >
            {short}
          </button>
        )
      })}
    </div>
  )
}
