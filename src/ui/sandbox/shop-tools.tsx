import { FilePlus2, FolderOpen, Link2, RotateCcw, Save } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import {
  emptyShop,
  readSaveFile,
  writeSaveFile,
  writeShareLink,
  type ReadRun,
  type ShopDefinition,
} from '#scenarios'
import { useText } from '../i18n/text.ts'
import { useFiles } from '../files-context.ts'
import { usePlayer } from '../player-context.tsx'
import { exampleShop } from './example-shop.ts'

interface ShopToolsProps {
  openRun(read: ReadRun): void
  openShop(definition: ShopDefinition): void
  say(notice: string | null): void
}

/** Keeping, opening and sharing the whole shop with everything done to it. */
export function ShopTools({ openRun, openShop, say }: ShopToolsProps) {
  const { t } = useText()
  const player = usePlayer()
  const files = useFiles()
  const [link, setLink] = useState<string | null>(null)
  const currentShop = () => player.store.getState().view?.definition ?? exampleShop()
  const share = async () => {
    const text = writeShareLink(player.source())
    if (text === null) {
      say(t('sandbox.linkTooLong'))
      return
    }
    const url = new URL(window.location.href)
    url.hash = text
    try {
      await navigator.clipboard.writeText(url.href)
      say(t('sandbox.linkCopied'))
    } catch {
      setLink(url.href)
      say(null)
    }
  }
  const openFile = async () => {
    const file = await files.choose()
    if (file.ok) openRun(readSaveFile(file.text))
    else if (file.reason !== 'cancelled') say(t(`sandbox.read.${file.reason}`))
  }
  return (
    <section className="sandbox__part" aria-labelledby="sandbox-shop">
      <h2 id="sandbox-shop">{t('sandbox.shop')}</h2>
      <div className="sandbox__tools">
        <Tool
          icon={<Link2 size={15} aria-hidden />}
          name={t('sandbox.link')}
          act={() => void share()}
        />
        <Tool
          icon={<Save size={15} aria-hidden />}
          name={t('sandbox.save')}
          act={() => files.save('queue-workshop.json', writeSaveFile(player.source()))}
        />
        <Tool
          icon={<FolderOpen size={15} aria-hidden />}
          name={t('sandbox.open')}
          act={() => void openFile()}
        />
        <Tool
          icon={<RotateCcw size={15} aria-hidden />}
          name={t('sandbox.fresh')}
          act={() => openShop(currentShop())}
        />
        <Tool
          icon={<FilePlus2 size={15} aria-hidden />}
          name={t('sandbox.clear')}
          act={() => openShop(emptyShop('sandbox'))}
        />
        <Tool
          icon={<FilePlus2 size={15} aria-hidden />}
          name={t('sandbox.example')}
          act={() => openShop(exampleShop())}
        />
      </div>
      {link !== null && (
        <label className="sandbox__link">
          {t('sandbox.linkShown')}
          <input
            className="field"
            readOnly
            value={link}
            onFocus={(event) => {
              event.target.select()
            }}
          />
        </label>
      )}
    </section>
  )
}

interface ToolProps {
  readonly icon: ReactNode
  readonly name: string
  act(): void
}

function Tool({ icon, name, act }: ToolProps) {
  return (
    <button type="button" className="button" onClick={act}>
      {icon}
      {name}
    </button>
  )
}
