import { Plus } from 'lucide-react'
import { createNode, paletteKinds, shopAfter, singleKinds } from '#scenarios'
import { useText } from '../i18n/text.ts'
import { useCalmState, usePlayer } from '../player-context.tsx'

/** What can be put into the shop: a click adds it. */
export function Palette() {
  const { t } = useText()
  const player = usePlayer()
  const { view } = useCalmState()
  const present = new Set(view?.definition.nodes.map((node) => node.kind))
  return (
    <section className="sandbox__part" aria-labelledby="sandbox-add">
      <h2 id="sandbox-add">{t('sandbox.add')}</h2>
      <div className="sandbox__palette">
        {paletteKinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="button"
            disabled={
              view === null ||
              (singleKinds.has(kind) && present.has(kind)) ||
              (kind === 'poller' && !present.has('web'))
            }
            onClick={() => {
              player.input({ type: 'add', node: createNode(kind, shopAfter(player.source())) })
            }}
          >
            <Plus size={14} aria-hidden="true" />
            {t(`kind.${kind}`)}
          </button>
        ))}
      </div>
    </section>
  )
}
