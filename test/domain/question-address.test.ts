import { describe, expect, it } from 'vitest'
import { questionAddress } from '../../src/domain/question-address.ts'

const suggestionFor = (address: string): string | undefined => questionAddress(address)?.suggestion

describe('an address that was hardly meant so', () => {
  it.each([
    ['hanako@gmial.com', 'hanako@gmail.com'],
    ['hanako@gmai.com', 'hanako@gmail.com'],
    ['hanako@gmaill.com', 'hanako@gmail.com'],
    ['hanako@gmail.con', 'hanako@gmail.com'],
    ['hanako@gmail.co', 'hanako@gmail.com'],
    ['hanako@GMAIL.CMO', 'hanako@gmail.com'],
    ['hanako@gnail.com', 'hanako@gmail.com'],
    ['hanako@gmail.co.jp', 'hanako@gmail.com'],
    ['hanako+juku@docomo.ne.jo', 'hanako+juku@docomo.ne.jp'],
    ['hanako..s.@docmo.ne.jp', 'hanako..s.@docomo.ne.jp'],
    ['hanako@dokomo.ne.jp', 'hanako@docomo.ne.jp'],
    ['hanako@docomo.co.jp', 'hanako@docomo.ne.jp'],
    ['hanako@ezwed.ne.jp', 'hanako@ezweb.ne.jp'],
    ['hanako@softbank.ne.jpp', 'hanako@softbank.ne.jp'],
    ['hanako@yaho.co.jp', 'hanako@yahoo.co.jp'],
    ['hanako@yahoo.co.jo', 'hanako@yahoo.co.jp'],
    ['hanako@iclould.com', 'hanako@icloud.com'],
    ['hanako@hotmial.com', 'hanako@hotmail.com'],
    ['hanako@outlok.jp', 'hanako@outlook.jp'],
  ])('%s: is it %s?', (address, suggestion) => {
    expect(suggestionFor(address)).toBe(suggestion)
  })

  it.each([
    'hanako@gmail.com',
    'hanako@docomo.ne.jp',
    'hanako@ezweb.ne.jp',
    'hanako@t.vodafone.ne.jp',
    'hanako@jp-t.ne.jp',
    'hanako@sakura.ne.jp',
    'hanako@mail.com',
    'hanako@ymail.com',
    'hanako@yahoo.com',
    'hanako@au.com',
    'hanako@aol.com',
    'hanako@me.com',
    'hanako@live.jp',
    'hanako@example.co.jp',
    'hanako@i.softbank.jp',
    'hanako@nifty.com',
    'hanako@日本語.jp',
    'info@docomo-shop.example.jp',
    'no address',
    '@gmial.com',
  ])('nobody is asked about %s', (address) => {
    expect(suggestionFor(address)).toBeUndefined()
  })
})
