/** A view as plain data, Maps and Sets as lists in their order, so that the order is compared too. */
export function asData(view: unknown): unknown {
  return JSON.parse(JSON.stringify(view, toList)) as unknown
}

function toList(_key: string, value: unknown): unknown {
  return value instanceof Map || value instanceof Set ? [...value] : value
}
