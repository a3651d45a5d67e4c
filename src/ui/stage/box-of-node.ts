import type { InternalNode } from '@xyflow/react'
import type { Box } from './geometry/curve.ts'

/** Where a node stands, as it was measured; null before it is drawn. */
export function boxOfNode(node: InternalNode | undefined): Box | null {
  if (node === undefined) return null
  const { x, y } = node.internals.positionAbsolute
  const { width = 0, height = 0 } = node.measured
  const kind = node.data['kind']
  return { x, y, width, height, isService: kind === 'database' || kind === 'mail' }
}
