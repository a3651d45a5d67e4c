const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Bytes as text that fits into an address: base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 3) {
    const rest = bytes.length - index
    const bits =
      ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0)
    const chars = Math.min(rest, 3) + 1
    for (let char = 0; char < chars; char++) {
      text += ALPHABET.charAt((bits >> (18 - 6 * char)) & 63)
    }
  }
  return text
}

/** The bytes of a base64url text, or null when it is none: one text for one row of bytes. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  const rest = text.length % 4
  if (rest === 1) return null
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let bitCount = 0
  let offset = 0
  for (const char of text) {
    const value = ALPHABET.indexOf(char)
    if (value === -1) return null
    bits = ((bits << 6) | value) & 0xffff
    bitCount += 6
    if (bitCount >= 8) {
      bitCount -= 8
      bytes[offset++] = (bits >> bitCount) & 0xff
    }
  }
  // Left-over bits that are not zero belong to no byte: the text was changed.
  return (bits & ((1 << bitCount) - 1)) === 0 ? bytes : null
}
