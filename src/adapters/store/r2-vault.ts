/** Bytes kept in an R2 bucket. */
import type { R2Bucket } from '@cloudflare/workers-types'
import type { Vault } from '../../ports.ts'

/** Wraps an R2 binding. */
export const createR2Vault = (bucket: Pick<R2Bucket, 'put' | 'get'>): Vault => ({
  put: async (key, bytes) => {
    await bucket.put(key, bytes)
  },
  get: async (key) => {
    const object = await bucket.get(key)
    return object === null ? undefined : new Uint8Array(await object.arrayBuffer())
  },
})
