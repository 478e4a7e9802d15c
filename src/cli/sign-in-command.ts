/** `pitpost sign-in`: a link that lets one person into a console once. */
import { parseArgs } from 'node:util'
import { systemClock } from '../adapters/system/create-clock.ts'
import { createSignInLink, type SignInLinkRequest } from '../application/sign-in.ts'
import { isRole } from '../domain/access.ts'
import { chooseMerchant } from './choose-merchant.ts'
import { type Command, type ExitCode, UsageError } from './command.ts'
import type { House } from './open-house.ts'

export const signInCommand: Command = {
  name: 'sign-in',
  usage: 'sign-in [--merchant ID|centre] [--name 名前] [--role admin]',
  summary: {
    ja: 'コンソールに一度だけ入れるリンクを出します（1時間有効）。',
    en: 'Prints a link into the console that works once, for an hour.',
  },
  help: [
    '  --merchant   加盟店のID、または centre（センター）。省くと最初の加盟店',
    '               id of a merchant, or centre; left out: the first merchant',
    '  --name       担当者の名前。省くとその役割の人。いなければ作ります',
    '               whose link; left out: whoever has the role. Made when nobody has',
    '  --role       staff, manager, admin（admin）',
  ].join('\n'),
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        merchant: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string', default: 'admin' },
      },
    })
    const { role, name } = values
    if (!isRole(role)) {
      throw new UsageError({
        ja: '--role は staff・manager・admin のどれかです。',
        en: '--role is one of staff, manager, admin.',
      })
    }
    const house = await openHouse()
    const merchant = await chooseMerchant(house, terminal, values.merchant)
    if (merchant === undefined) return 1
    terminal.print(`${merchant.name}（${merchant.id}）`)
    const who = { merchantId: merchant.id, role, ...(name === undefined ? {} : { staffName: name }) }
    terminal.print(await toSignInUrl(house, who))
    return 0
  },
}

/** The whole address of a fresh link. */
export const toSignInUrl = async ({ world, config }: House, request: SignInLinkRequest): Promise<string> =>
  // Sessions live by real time, also while the sandbox's clock is ahead.
  config.baseUrl + (await createSignInLink(world, request, systemClock.now()))
