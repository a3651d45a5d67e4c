const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Bytes as base64, padded. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 3) {
    const [one = 0, two = 0, three = 0] = bytes.subarray(index, index + 3)
    const group = (one << 16) | (two << 8) | three
    const digits = [group >> 18, (group >> 12) & 63, (group >> 6) & 63, group & 63]
    const count = Math.min(bytes.length - index, 3) + 1
    text += digits.map((digit, place) => (place < count ? ALPHABET.charAt(digit) : '=')).join('')
  }
  return text
}

/** The bytes base64 stands for; null when the text is no padded base64. */
export function decodeBase64(text: string): Uint8Array | null {
  const digits = text.replace(/={1,2}$/u, '')
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*$/u.test(digits)) return null
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let group = 0
  let bits = 0
  let length = 0
  for (const digit of digits) {
    group = ((group << 6) | ALPHABET.indexOf(digit)) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[length++] = (group >> bits) & 0xff
  }
  return bytes
}
