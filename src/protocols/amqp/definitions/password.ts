import { md5 } from '@noble/hashes/legacy.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { utf8Bytes } from '../wire/utf8.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'

/** How RabbitMQ has made a password's hash; the names are those of its modules. */
export type HashingAlgorithm =
  | 'rabbit_password_hashing_sha256'
  | 'rabbit_password_hashing_sha512'
  | 'rabbit_password_hashing_md5'

/** A password as it is kept: base64 of four bytes of salt and the hash of salt and password. */
export interface PasswordHash {
  /** '' lets nobody in. */
  readonly hash: string
  readonly algorithm: HashingAlgorithm
}

/** The algorithms a document may name. */
export const HASHING_ALGORITHMS: readonly [HashingAlgorithm, ...HashingAlgorithm[]] = [
  'rabbit_password_hashing_sha256',
  'rabbit_password_hashing_sha512',
  'rabbit_password_hashing_md5',
]

/** Whether the password is the one the hash was made of; an empty password never is. */
export function isHashOf({ hash, algorithm }: PasswordHash, password: string): boolean {
  const kept = decodeBase64(hash)
  if (password === '' || kept === null || kept.length <= SALT_LENGTH) return false
  return hash === saltedHash(kept.subarray(0, SALT_LENGTH), password, algorithm)
}

/**
 * Makes the hash of a password, with sha256. The salt follows from the user's name, for a run is a
 * value; two users with one password still have different hashes.
 */
export function hashPassword(user: string, password: string): PasswordHash {
  const algorithm = 'rabbit_password_hashing_sha256'
  const salt = sha256(utf8Bytes(user)).subarray(0, SALT_LENGTH)
  return { hash: saltedHash(salt, password, algorithm), algorithm }
}

const SALT_LENGTH = 4

function saltedHash(salt: Uint8Array, password: string, algorithm: HashingAlgorithm): string {
  const digest = digestOf(algorithm, Uint8Array.of(...salt, ...utf8Bytes(password)))
  return encodeBase64(Uint8Array.of(...salt, ...digest))
}

function digestOf(algorithm: HashingAlgorithm, bytes: Uint8Array): Uint8Array {
  switch (algorithm) {
    case 'rabbit_password_hashing_sha256':
      return sha256(bytes)
    case 'rabbit_password_hashing_sha512':
      return sha512(bytes)
    case 'rabbit_password_hashing_md5':
      return md5(bytes)
  }
}
