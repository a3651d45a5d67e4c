/** Arguments of a method, or fields of a table, by name. */
export type Arguments = Readonly<Record<string, unknown>>

export interface Reader {
  readonly bytes: Buffer
  offset: number
}

export function short(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

export function long(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

export function longlong(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}

export function shortstr(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.of(bytes.length), bytes])
}

export function longstr(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([long(bytes.length), bytes])
}
