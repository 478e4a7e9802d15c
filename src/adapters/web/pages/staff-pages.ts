/** The console's list of people: who works for the merchant, with which role; admins add, change and remove. */
import { Hono } from 'hono'
import { type Role, refuseRole, roleTexts } from '../../../domain/access.ts'
import type { Failure, Problem, Text } from '../../../domain/result.ts'
import { type RawStaff, type Staff, type StaffField, staffLabels, toRawStaff } from '../../../domain/staff.ts'
import { wordsOf } from './failure-words.ts'
import { askerOf, type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const fields = Object.keys(staffLabels) as readonly StaffField[]

const doneTexts: Readonly<Record<string, Text>> = {
  added: { ja: '追加しました。', en: 'Added.' },
  changed: { ja: '変更しました。役割はすぐに変わります。', en: 'Changed. Roles hold at once.' },
  removed: { ja: '外しました。その人のサインインは切れました。', en: 'Removed. Their sessions have ended.' },
}

/** What each role may do, for people. */
const duties: readonly { readonly role: Role; readonly says: Text }[] = [
  {
    role: 'staff',
    says: {
      ja: '請求の登録・取り消し・再送、入金を見る',
      en: 'register, cancel and resend bills; see payments',
    },
  },
  {
    role: 'manager',
    says: {
      ja: '加えて、問題のある入金の処理、料金プランと設定',
      en: 'besides: decide about problem payments, plan and settings',
    },
  },
  {
    role: 'admin',
    says: {
      ja: '加えて、担当者・APIキー・Slackの接続',
      en: 'besides: staff, API keys, the Slack connection',
    },
  },
]

/** Routes below `/settings/staff`. */
export const createStaffPages = (deps: PageDeps): Hono<WebEnv> => {
  const { story, clock } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => showStaff(c, deps, {}))
  pages.post('/', async (c) => {
    const raw = readForm(await c.req.parseBody())
    const added = await story.addStaff({ ...askerOf(c), raw }, clock.now())
    return added.ok
      ? c.redirect('/settings/staff?done=added', 303)
      : showStaff(c, deps, { typed: { id: '', raw }, failure: added.failure })
  })
  pages.post('/:id', async (c) => {
    const staffId = c.req.param('id')
    const raw = readForm(await c.req.parseBody())
    const changed = await story.changeStaff({ ...askerOf(c), staffId, raw }, clock.now())
    return changed.ok
      ? c.redirect('/settings/staff?done=changed', 303)
      : showStaff(c, deps, { typed: { id: staffId, raw }, failure: changed.failure })
  })
  pages.post('/:id/remove', async (c) => {
    const removed = await story.removeStaff({ ...askerOf(c), staffId: c.req.param('id') }, clock.now())
    return removed.ok
      ? c.redirect('/settings/staff?done=removed', 303)
      : showStaff(c, deps, { failure: removed.failure })
  })
  return pages
}

const readForm = (body: Record<string, unknown>): RawStaff =>
  Object.fromEntries(fields.flatMap((name) => (typeof body[name] === 'string' ? [[name, body[name]]] : [])))

type Said = {
  /** What was typed, and for whom; nobody's id: somebody new. */
  readonly typed?: { readonly id: string; readonly raw: RawStaff }
  readonly failure?: Failure
}

const statusOf = (failure: Failure | undefined): 200 | 403 | 404 | 409 | 422 => {
  switch (failure?.kind) {
    case undefined:
      return 200
    case 'not-allowed':
      return 403
    case 'not-found':
      return 404
    case 'wrong-state':
      return 409
    default:
      return 422
  }
}

const showStaff = async (c: WebContext, deps: PageDeps, { typed, failure }: Said) => {
  const { merchantId, role, staffId } = c.get('session')
  const people = (await deps.store.staff(merchantId)).filter(({ isActive }) => isActive)
  const refused = refuseRole(role, 'admin')
  const problems = failure?.kind === 'invalid-input' ? failure.problems : []
  const formOf = (staff: Staff | undefined) => {
    const isTyped = typed?.id === (staff?.id ?? '')
    const known = staff === undefined ? {} : toRawStaff(staff)
    return toFields({ ...known, ...(isTyped ? typed.raw : {}) }, isTyped ? problems : [])
  }
  return showPage(
    c,
    deps,
    'web/staff',
    {
      title: { ja: '担当者', en: 'Staff' },
      done: failure === undefined ? (doneTexts[c.req.query('done') ?? ''] ?? null) : null,
      wrong: failure === undefined ? [] : wordsOf(failure),
      readOnly: refused?.kind === 'not-allowed' ? refused.message : null,
      duties: duties.map(({ role: name, says }) => ({ role: roleTexts[name], says })),
      roles: Object.entries(roleTexts).map(([value, name]) => ({ value, name })),
      isAlone: people.length === 1,
      people: people.map((staff) => ({
        ...{ id: staff.id, name: staff.name, email: staff.email ?? null, slack: staff.slack?.user ?? null },
        role: roleTexts[staff.role],
        isMe: staff.id === staffId,
        isOpen: typed?.id === staff.id,
        fields: formOf(staff),
      })),
      added: formOf(undefined),
    },
    statusOf(failure),
  )
}

const hints: Readonly<Partial<Record<StaffField, Text>>> = {
  email: {
    ja: 'サインインのリンクが届きます。Slackと同じアドレスなら、チャットでも同じ人だと分かります。',
    en: 'Sign-in links go there; the same address in Slack makes it the same person in the chat.',
  },
  slack_user: {
    ja: 'Slackのプロフィールの「その他」→「メンバーIDをコピー」。メールアドレスが同じなら空欄でかまいません。',
    en: 'Slack profile → More → Copy member ID. May be empty where the e-mail address is the same.',
  },
  slack_team: {
    ja: 'ワークスペースが1つなら空欄でかまいません。',
    en: 'May be empty where there is one workspace.',
  },
}

const toFields = (raw: RawStaff, problems: readonly Problem[]) =>
  fields.map((name) => ({
    name,
    label: staffLabels[name],
    value: raw[name] ?? (name === 'role' ? 'staff' : name === 'language' ? 'ja' : ''),
    hint: hints[name] ?? null,
    problems: problems.filter(({ field }) => field === name).map(({ message }) => message),
  }))
