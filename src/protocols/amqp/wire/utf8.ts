/** How many bytes a text takes in UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) continue
    if (unit < 0x800) length += 1
    else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(index + 1))) {
      // Two units become four bytes.
      length += 2
      index++
    } else length += 2
  }
  return length
}

/** Writes a text as UTF-8 and says where it ends; half a surrogate pair becomes U+FFFD. */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): number {
  let end = at
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) {
      bytes[end++] = unit
      continue
    }
    let point = unit
    if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(index + 1))) {
      point = 0x10000 + ((unit - 0xd800) << 10) + (text.charCodeAt(index + 1) - 0xdc00)
      index++
    } else if (isHighSurrogate(unit) || isLowSurrogate(unit)) point = 0xfffd
    end = writePoint(point, bytes, end)
  }
  return end
}

/** A text as UTF-8. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text))
  writeUtf8(text, bytes, 0)
  return bytes
}

/** The text that `bytes` from `start` to `end` (excluded) spell; null when they are not valid UTF-8. */
export function readUtf8(bytes: Uint8Array, start: number, end: number): string | null {
  let text = ''
  let run: number[] = []
  let index = start
  while (index < end) {
    const byte = bytes[index] as number
    if (byte < 0x80) {
      run.push(byte)
      index++
    } else {
      const length = sequenceLength(byte)
      const point = length === 0 || index + length > end ? -1 : readPoint(bytes, index, length)
      if (point < 0) return null
      pushPoint(run, point)
      index += length
    }
    if (run.length >= RUN_LENGTH) {
      text += String.fromCharCode(...run)
      run = []
    }
  }
  return text + String.fromCharCode(...run)
}

/** Text is made in pieces: a call takes only so many arguments. */
const RUN_LENGTH = 4_096

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}

function writePoint(point: number, bytes: Uint8Array, at: number): number {
  let end = at
  if (point < 0x800) bytes[end++] = 0xc0 | (point >> 6)
  else {
    if (point < 0x10000) bytes[end++] = 0xe0 | (point >> 12)
    else {
      bytes[end++] = 0xf0 | (point >> 18)
      bytes[end++] = 0x80 | ((point >> 12) & 0x3f)
    }
    bytes[end++] = 0x80 | ((point >> 6) & 0x3f)
  }
  bytes[end++] = 0x80 | (point & 0x3f)
  return end
}

function sequenceLength(first: number): number {
  if (first >= 0xc2 && first < 0xe0) return 2
  if (first >= 0xe0 && first < 0xf0) return 3
  return first >= 0xf0 && first < 0xf5 ? 4 : 0
}

/** The code point of a sequence; -1 when it is cut, too long for what it says, or a surrogate. */
function readPoint(bytes: Uint8Array, at: number, length: number): number {
  let point = (bytes[at] as number) & (0xff >> (length + 1))
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index] as number
    if ((byte & 0xc0) !== 0x80) return -1
    point = (point << 6) | (byte & 0x3f)
  }
  const isShorter = (length === 3 && point < 0x800) || (length === 4 && point < 0x10000)
  return isShorter || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? -1 : point
}

function pushPoint(run: number[], point: number): void {
  if (point < 0x10000) run.push(point)
  else run.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + (point & 0x3ff))
}
