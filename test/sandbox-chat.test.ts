/** The sandbox's chat used as a page without script: modals, typeahead, menus, files, threads, App Home. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './contract/journey-contract.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox

beforeAll(async () => {
  sandbox = await startTestSandbox()
})
afterAll(() => sandbox.close())

const get = async (path = '/sandbox/chat'): Promise<string> => (await sandbox.fetch(path)).text()
/** What is seen after a form was sent: the page that it leads to. */
const send = async (path: string, form: Record<string, string> | FormData): Promise<string> => {
  const body = form instanceof FormData ? form : new URLSearchParams(form)
  const answer = await sandbox.fetch(path, {
    ...{ method: 'POST', body, redirect: 'manual' },
    headers: { origin: sandbox.url },
  })
  expect(answer.status).toBe(303)
  return get((answer.headers.get('location') ?? '').replace(/#.*/, ''))
}
/** The names and values that the page's modal would send. */
const modalForm = (page: string): Record<string, string> => {
  const modal = page.slice(page.indexOf('class="veil"'))
  const inputs = [...modal.matchAll(/<input(?=[^>]* name="([^"]+)")(?:[^>]* value="([^"]*)")?[^>]*>/g)]
  const selects = [...modal.matchAll(/<select[^>]* name="([^"]+)">(.*?)<\/select>/gs)]
  return Object.fromEntries([
    ...inputs.filter(([tag]) => !tag.includes('checkbox')).map(([, name = '', value = '']) => [name, value]),
    ...selects.map(([, name = '', options = '']) => [
      name,
      /value="([^"]+)" selected/.exec(options)?.[1] ?? '',
    ]),
  ])
}

describe('the chat page', () => {
  it('opens a modal by a command, keeps what was typed, shows errors at fields, and registers', async () => {
    let page = await send('/sandbox/chat', { text: '/pit new', as: 'tanaka' })
    expect(page).toContain('role="dialog"')
    page = await send('/sandbox/chat/view', {
      ...modalForm(page),
      'v|subject|value': '月謝',
      press: 'submit',
    })
    expect(page).toContain('入力してください。')
    expect(page).toContain('value="月謝"')
    page = await send('/sandbox/chat/view', {
      ...modalForm(page),
      'q|customer_name|pick-customer': '岡田 三郎',
      press: 'search|customer_name|pick-customer',
    })
    const found = /value="(pick\|customer_name\|pick-customer\|new:[^"]+)"/.exec(page)?.[1] ?? ''
    page = await send('/sandbox/chat/view', { ...modalForm(page), press: found })
    expect(page).toContain('✓ 新しいお客さま：岡田 三郎')
    const filled = { ...modalForm(page), 'v|email-0|value': 'okada@example.com' }
    page = await send('/sandbox/chat/view', { ...filled, 'v|amount|value': '999999', press: 'submit' })
    expect(page).toContain('300,000円')
    page = await send('/sandbox/chat/view', { ...modalForm(page), 'v|amount|value': '8800', press: 'submit' })
    expect(page).not.toContain('role="dialog"')
    await eventually(get, (seen) => seen.includes('登録しました') && seen.includes('岡田 三郎'), 25_000)
  })

  it('adds lines to an open modal, and speaks English to who reads English', async () => {
    let page = await send('/sandbox/chat', { text: '/pit new', as: 'emma' })
    expect(page).toContain('Register a bill')
    page = await send('/sandbox/chat/view', { ...modalForm(page), press: 'act||add-line|add-line' })
    expect(page).toContain('Line 1: description')
    page = await send('/sandbox/chat/view', { ...modalForm(page), press: 'close' })
    expect(page).not.toContain('role="dialog"')
  })

  it('takes a file, offers the shortcut in its menu, and shows the thread with its question', async () => {
    const form = new FormData()
    form.set('as', 'tanaka')
    const rows = '請求番号,顧客名,件名,請求金額,支払期限,通知先\r\nP-1,森 春,教材,3300,+30日,なし'
    form.set('file', new File([rows], 'page.csv'))
    const page = await send('/sandbox/chat', form)
    expect(page).toContain('page.csv')
    expect(page).toContain('請求ファイルとして登録')
    const message =
      /name="shortcut" value="register-file"><input type="hidden" name="message" value="([^"]+)"/g
    const id = [...page.matchAll(message)].at(-1)?.[1] ?? ''
    const thread = await send('/sandbox/chat/shortcut', {
      as: 'tanaka',
      shortcut: 'register-file',
      message: id,
    })
    expect(thread).toContain('まだ登録していません')
    const press =
      /name="message" value="([^"]+)"><input[^>]*><input type="hidden" name="action_id" value="take-file"><input type="hidden" name="value" value="([^"]+)"/.exec(
        thread,
      )
    await send('/sandbox/chat/press', {
      ...{ as: 'tanaka', thread: id, message: press?.[1] ?? '', action_id: 'take-file' },
      value: (press?.[2] ?? '').replaceAll('&#34;', '"').replaceAll('&quot;', '"'),
    })
    await eventually(
      () => get(`/sandbox/chat?as=tanaka&thread=${id}`),
      (seen) => seen.includes('シート 1 / 1'),
      25_000,
    )
  })

  it('shows App Home as Slack does, and to nobody what is meant for another', async () => {
    expect(await get('/sandbox/chat/home?as=suzuki')).toContain('今日の入金')
    expect(await get('/sandbox/chat?as=suzuki')).not.toContain('✅ <b>登録しました')
  })

  it('makes no markup out of what people write', async () => {
    const page = await send('/sandbox/chat', {
      text: '<b onclick=x>&amp; *a* <https://e.example/"x|y>',
      as: 'tanaka',
    })
    expect(page).not.toContain('<b onclick')
    expect(page).toContain('<b>a</b>')
  })
})
