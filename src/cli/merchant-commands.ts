/** `pitpost merchant add` and `merchant list`: who bills through this installation. */
import { parseArgs } from 'node:util'
import { initialFeeReference, signUpMerchant } from '../application/sign-up-merchant.ts'
import { CENTRE_ID, type Merchant } from '../domain/merchant.ts'
import { parseNewMerchant } from '../domain/new-merchant.ts'
import { type Command, complainOf, type ExitCode, type Terminal } from './command.ts'
import type { House } from './open-house.ts'
import { toSignInUrl } from './sign-in-command.ts'

export const addMerchantCommand: Command = {
  name: 'merchant add',
  usage: 'merchant add --name 名前 [--email …] [--plan 120|130] [--cycle …] …',
  summary: {
    ja: '加盟店を登録します。初期費用はスマートピットで請求されます。',
    en: 'Signs a merchant up; the initial fees are billed through Smart Pit itself.',
  },
  help: [
    '  --name                 名前（必須、60文字まで） / name, required',
    '  --email --phone --fax  連絡先 / how to reach it; FAX is for collection notices',
    '  --address              住所。シートに印刷されます / postal address, as it stands on the sheet',
    '  --plan                 120 または 130（130） / fees: Plan 120 or Plan 130',
    '  --cycle                5-days, 10-days, half-month, month-end（month-end） / settlement cycle',
    '  --file-option          1 または 0（1） / file registration option',
    '  --registration-number  適格請求書の登録番号 T＋13けた / invoice registration number',
    '  --agency-code          請求書発行企業コード 6けた、--client-code と一緒に / agency code, with --client-code',
    '  --client-code          5けたまで / client code, up to 5 digits',
    '  --slack-channel        お知らせのチャンネル / channel of its chat lines',
  ].join('\n'),
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      args: [...args],
      options: {
        name: text,
        email: text,
        phone: text,
        address: text,
        fax: text,
        plan: text,
        cycle: text,
        'file-option': text,
        'registration-number': text,
        'agency-code': text,
        'client-code': text,
        'slack-channel': text,
      },
    })
    const parsed = parseNewMerchant(values)
    if (!parsed.ok) return complainOf(terminal, parsed.failure)
    const house = await openHouse()
    const merchant = await signUpMerchant(house.world, parsed.value, house.clock.now())
    await printSignedUp(terminal, house, merchant)
    return 0
  },
}

const printSignedUp = async (terminal: Terminal, house: House, merchant: Merchant): Promise<void> => {
  terminal.print(`登録しました / signed up: ${merchant.name}`)
  terminal.print(`  id  ${merchant.id}`)
  for (const fee of ['contract', 'file-option'] as const) {
    const bill = await house.world.store.invoiceByReference(CENTRE_ID, initialFeeReference(fee, merchant))
    if (bill === undefined) continue
    const { number, amountYen, subject, dueDay } = bill
    const amount = `¥${amountYen.toLocaleString('en')}`
    terminal.print(`  初期費用 / initial fee  ${number}  ${amount}  ${subject}  期限 ${dueDay}`)
  }
  terminal.print(`  サインイン / sign-in  ${await toSignInUrl(house, { merchantId: merchant.id })}`)
}

export const listMerchantsCommand: Command = {
  name: 'merchant list',
  usage: 'merchant list',
  summary: { ja: '加盟店を一覧します。', en: 'Lists the merchants.' },
  help: '',
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    parseArgs({ args: [...args], options: {} })
    const { world } = await openHouse()
    const centre = await world.store.merchant(CENTRE_ID)
    if (centre !== undefined) terminal.print(`${centre.id}\t${centre.name}\t（センター / the centre）`)
    for (const { id, name, plan, cycle, since, agencyCode, clientCode } of await world.store.merchants()) {
      const agency = agencyCode === undefined ? '' : `\t${agencyCode}-${clientCode ?? ''}`
      terminal.print(`${id}\t${name}\t${plan}\t${cycle}\t${since}${agency}`)
    }
    return 0
  },
}
