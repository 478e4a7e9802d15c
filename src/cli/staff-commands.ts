/** `pitpost staff add`, `staff list` and `staff remove`: who works for a merchant, with which role. */
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { addStaff } from '../application/add-staff.ts'
import { removeStaff } from '../application/change-staff.ts'
import { type Actor, roleTexts } from '../domain/access.ts'
import { type Staff, toEmailKey } from '../domain/staff.ts'
import { chooseMerchant } from './choose-merchant.ts'
import { type Command, complainOf, type ExitCode, type Terminal, UsageError } from './command.ts'

/** Whoever has the data folder is an admin; the history says by which account. */
const operator = (): Actor => ({ kind: 'staff', name: `${userInfo().username} (CLI)` })

const text = { type: 'string' } as const

export const addStaffCommand: Command = {
  name: 'staff add',
  usage: 'staff add --name 名前 [--email …] [--role staff|manager|admin] [--slack U…] [--merchant ID|centre]',
  summary: {
    ja: '担当者を追加します。メールアドレスでコンソールに、SlackのメンバーIDでチャットに入れます。',
    en: 'Adds a member of staff: into the console by e-mail, into the chat by the Slack member ID.',
  },
  help: [
    '  --name       名前（必須、40文字まで）。履歴に残ります / name, required; the history shows it',
    '  --email      サインインのリンクを受けるアドレス / where sign-in links go',
    '  --role       staff 担当者（登録する）, manager 責任者（お金と設定を決める）, admin 管理者（担当者と鍵を決める）。省くと staff',
    '  --slack      SlackのメンバーID（U…） / Slack member ID; --slack-team  ワークスペースID（T…）',
    '  --language   ja または en（ja）',
    '  --merchant   加盟店のID、または centre。省くと最初の加盟店 / left out: the first merchant',
  ].join('\n'),
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ name: text, email: text, role: text, slack: text, language: text, merchant: text },
        'slack-team': text,
      },
    })
    const { name, email, role, slack, language } = values
    if (name === undefined) throw new UsageError({ ja: '--name を指定してください。', en: 'give --name.' })
    const house = await openHouse()
    const merchant = await chooseMerchant(house, terminal, values.merchant)
    if (merchant === undefined) return 1
    const raw = { name, email, role, language, slack_user: slack, slack_team: values['slack-team'] }
    const request = { merchantId: merchant.id, raw, role: 'admin', actor: operator() } as const
    const added = await addStaff(house.world, request, house.clock.now())
    if (!added.ok) return complainOf(terminal, added.failure)
    terminal.print(`追加しました / added: ${merchant.name}`)
    print(terminal, added.value)
    return 0
  },
}

export const listStaffCommand: Command = {
  name: 'staff list',
  usage: 'staff list [--merchant ID|centre]',
  summary: { ja: '担当者を一覧します。', en: 'Lists the staff.' },
  help: '  --merchant   加盟店のID、または centre。省くと最初の加盟店 / left out: the first merchant',
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { values } = parseArgs({ args: [...args], options: { merchant: text } })
    const house = await openHouse()
    const merchant = await chooseMerchant(house, terminal, values.merchant)
    if (merchant === undefined) return 1
    const people = (await house.world.store.staff(merchant.id)).filter(({ isActive }) => isActive)
    if (people.length === 0) terminal.print('担当者はまだいません。 / No staff yet.')
    for (const staff of people) print(terminal, staff)
    return 0
  },
}

export const removeStaffCommand: Command = {
  name: 'staff remove',
  usage: 'staff remove ID|EMAIL [--merchant ID|centre]',
  summary: {
    ja: '担当者を外します。その人のサインインはすぐに切れます。',
    en: 'Removes a member of staff; their sessions end at once.',
  },
  help: '  最後の管理者は外せません。 / The last admin cannot be removed.',
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { merchant: text },
    })
    const [who, another] = positionals
    if (who === undefined || another !== undefined) {
      throw new UsageError({
        ja: '担当者のIDかメールアドレスを1つ指定してください（npx pitpost staff list）。',
        en: 'name one member by id or e-mail; see npx pitpost staff list.',
      })
    }
    const house = await openHouse()
    const merchant = await chooseMerchant(house, terminal, values.merchant)
    if (merchant === undefined) return 1
    const found = (await house.world.store.staff(merchant.id)).find(
      ({ id, email, isActive }) =>
        isActive && (id === who || (email !== undefined && toEmailKey(email) === toEmailKey(who))),
    )
    const staffId = found?.id ?? who
    const request = { merchantId: merchant.id, staffId, role: 'admin', actor: operator() } as const
    const removed = await removeStaff(house.world, request, house.clock.now())
    if (!removed.ok) return complainOf(terminal, removed.failure)
    terminal.print(`外しました / removed: ${removed.value.name}（${merchant.name}）`)
    return 0
  },
}

const print = (terminal: Terminal, { id, name, role, email, slack, language }: Staff): void =>
  terminal.print(
    [id, name, `${role} ${roleTexts[role].ja}`, email ?? '-', slack?.user ?? '-', language].join('\t'),
  )
