import { createContext, useContext } from 'react'
import type { Instant } from '#engine'
import type { NodeOf, ShopNode, StageView } from '#scenarios'
import { assert } from '#std'
import type { Players } from './wires.ts'

/** What a person has picked out on the stage or in a list. */
export type Selection =
  | { readonly type: 'node'; readonly id: string }
  | { readonly type: 'order'; readonly order: number }
  | { readonly type: 'message'; readonly message: number }
  | { readonly type: 'binding'; readonly id: string }

/** What every card of the stage reads: the view of the moment, and what is selected. */
export interface StageScene {
  readonly view: StageView
  readonly playhead: Instant
  readonly selection: Selection | null
  /** Files by the processes they play; empty where the shop plays itself. */
  readonly players: Players
  select(selection: Selection | null): void
}

export const StageContext = createContext<StageScene | null>(null)

/** The scene around a card. */
export function useScene(): StageScene {
  const scene = useContext(StageContext)
  assert(scene !== null, 'a card stands on the stage')
  return scene
}

/** The node of a card, if it is of the kind the card draws and still there. */
export function useNode<Kind extends ShopNode['kind']>(
  kind: Kind,
  id: string,
): NodeOf<Kind> | null {
  const node = useScene().view.definition.nodes.find((one) => one.id === id)
  return node?.kind === kind ? (node as NodeOf<Kind>) : null
}
