import { describe, expect, it } from 'vitest'
import { createSeal } from '../../../src/adapters/system/create-seal.ts'

const newKey = (): string => crypto.getRandomValues(new Uint8Array(32)).toBase64()

describe('a sealed secret', () => {
  const seal = createSeal(newKey())

  it('opens with its key and for its purpose, and looks different each time', async () => {
    const sealed = await seal.close('xoxb-秘密', 'T1')
    expect(sealed).not.toContain('xoxb')
    expect(await seal.open(sealed, 'T1')).toBe('xoxb-秘密')
    expect(await seal.close('xoxb-秘密', 'T1')).not.toBe(sealed)
  })

  it('stays shut for another key or purpose, and when a single character was changed', async () => {
    const sealed = await seal.close('xoxb-1', 'T1')
    expect(await seal.open(sealed, 'T2')).toBeUndefined()
    expect(await createSeal(newKey()).open(sealed, 'T1')).toBeUndefined()
    const at = sealed.length - 6
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    expect(await seal.open(changed, 'T1')).toBeUndefined()
    for (const broken of ['', 'v1', 'v1..', 'v2.AAAA.AAAA', 'v1.%.%', sealed.slice(0, -8)])
      expect(await seal.open(broken, 'T1'), broken).toBeUndefined()
  })

  it('takes no key of another length', () => {
    expect(() => createSeal(new Uint8Array(16).toBase64())).toThrow()
  })
})
