/** The secret parts of customers' links: random and signed, so that a guess is turned away before anything is read. */
import type { World } from './world.ts'

export type Links = {
  /** Secret parts of so many new links: 128 random bits and 64 of their signature, URL-safe. */
  issue(count: number): Promise<readonly string[]>
  /** Whether a link may be ours; compared in constant time, without a look at the links there are. */
  accepts(token: string): Promise<boolean>
}

/** Name of the setting that holds the key. */
const SETTING = 'customer-link-key'
const RANDOM_BYTES = 16
const SIGNATURE_BYTES = 8
const ALPHABET = { alphabet: 'base64url', omitPadding: true } as const

type Signing = {
  readonly key: CryptoKey
  /** Links went out before there was a key: they open as before, so any link has to be looked for. */
  readonly unsigned: boolean
}

/** The key is made when it is first needed and kept in the store, where every process and command finds it. */
export const createLinks = ({ store, random }: Pick<World, 'store' | 'random'>): Links => {
  let known: Promise<Signing> | undefined
  const signing = (): Promise<Signing> => {
    const found = known ?? readSigning({ store, random })
    known = found
    // Whoever comes after a store that could not be read tries again.
    found.catch(() => {
      known = undefined
    })
    return found
  }
  const sign = async (body: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
    const signature = await crypto.subtle.sign('HMAC', (await signing()).key, body)
    return new Uint8Array(signature).subarray(0, SIGNATURE_BYTES)
  }
  const issueOne = async (): Promise<string> => {
    const body = Uint8Array.fromBase64(random.token(), ALPHABET).slice(0, RANDOM_BYTES)
    return Uint8Array.from([...body, ...(await sign(body))]).toBase64(ALPHABET)
  }
  return {
    issue: (count) => Promise.all(Array.from({ length: count }, issueOne)),
    accepts: async (token) => {
      if ((await signing()).unsigned) return true
      const bytes = readToken(token)
      if (bytes === undefined) return false
      return isSame(bytes.subarray(RANDOM_BYTES), await sign(bytes.slice(0, RANDOM_BYTES)))
    },
  }
}

const readSigning = async ({ store, random }: Pick<World, 'store' | 'random'>): Promise<Signing> => {
  if ((await store.setting(SETTING)) === undefined)
    await store.commit([{ kind: 'keep-link-key', name: SETTING, key: random.token() }])
  // Written by no one but `keep-link-key`, which keeps what is there already.
  const kept = JSON.parse((await store.setting(SETTING)) ?? '') as { key: string; unsigned: number }
  const secret = Uint8Array.fromBase64(kept.key, ALPHABET)
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return { key, unsigned: kept.unsigned === 1 }
}

/** Undefined unless it has exactly the form of ours. */
const readToken = (token: string): Uint8Array<ArrayBuffer> | undefined =>
  /^[\w-]{32}$/.test(token) ? Uint8Array.fromBase64(token, ALPHABET) : undefined

const isSame = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length &&
  left.reduce((differing, byte, at) => differing | (byte ^ (right[at] ?? 0)), 0) === 0
