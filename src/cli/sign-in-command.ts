/** `pitpost sign-in`: a link that lets one person into a console once. */
import { parseArgs } from 'node:util'
import { systemClock } from '../adapters/system/create-clock.ts'
import { createSignInLink } from '../application/sign-in.ts'
import type { Role } from '../domain/access.ts'
import { CENTRE_ID } from '../domain/merchant.ts'
import { type Command, type ExitCode, UsageError } from './command.ts'
import type { House } from './open-house.ts'

const roles: readonly string[] = ['staff', 'manager', 'admin'] satisfies readonly Role[]
const isRole = (text: string): text is Role => roles.includes(text)

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
    '  --name       履歴に残る名前（管理者） / name for the history',
    '  --role       staff, manager, admin（admin）',
  ].join('\n'),
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        merchant: { type: 'string' },
        name: { type: 'string', default: '管理者' },
        role: { type: 'string', default: 'admin' },
      },
    })
    const { role, name } = values
    if (!isRole(role)) {
      throw new UsageError({
        ja: `--role は ${roles.join('・')} のどれかです。`,
        en: `--role is one of ${roles.join(', ')}.`,
      })
    }
    const house = await openHouse()
    const { store } = house.world
    const wanted = values.merchant === 'centre' ? CENTRE_ID : values.merchant
    const merchant = wanted === undefined ? (await store.merchants())[0] : await store.merchant(wanted)
    if (merchant === undefined) {
      terminal.complain(
        `加盟店がありません：${wanted}（npx pitpost merchant list で確かめてください）\n  no such merchant: ${wanted}; see npx pitpost merchant list`,
      )
      return 1
    }
    terminal.print(`${merchant.name}（${merchant.id}）`)
    terminal.print(await toSignInUrl(house, merchant.id, name, role))
    return 0
  },
}

/** The whole address of a fresh link. */
export const toSignInUrl = async (
  { world, config }: House,
  merchantId: string,
  staffName = '管理者',
  role: Role = 'admin',
): Promise<string> =>
  // Sessions live by real time, also while the sandbox's clock is ahead.
  config.baseUrl + (await createSignInLink(world, { merchantId, staffName, role }, systemClock.now()))
