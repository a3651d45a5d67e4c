import type { Random } from '#engine'
import type { ClientCrypto } from './library-scope.ts'

/** `Math` with the run's chance. */
export function createClientMath(random: () => Random): Math {
  return Object.create(Math, {
    random: {
      value: () => {
        const source = random()
        // 27 and 26 bits: every double that Math.random can give is as likely as the others.
        const high = source.uint32() >>> 5
        return (high * 2 ** 26 + (source.uint32() >>> 6)) / 2 ** 53
      },
    },
  }) as Math
}

/** `crypto` with the run's chance: the same bytes in every run with the same seed. */
export function createClientCrypto(random: () => Random): ClientCrypto {
  function getRandomValues<Bytes extends ArrayBufferView>(bytes: Bytes): Bytes {
    const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let index = 0; index < view.length; index++) view[index] = random().uint32() >>> 24
    return bytes
  }
  return {
    getRandomValues,
    randomUUID() {
      const bytes = getRandomValues(new Uint8Array(16))
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  }
}
