/** A Slack of its own thread: sends signed requests, fifty at a time, measures when each is answered, and takes all calls. */
import { createServer } from 'node:http'
import { parentPort } from 'node:worker_threads'
import { signForSlack } from '../../../test/support/sign.ts'

export type Load = { readonly url: string; readonly secret: string; readonly count: number }
export type Measured = { readonly name: string; readonly times: readonly number[] }

const CONCURRENT = 50

/** Called when the work behind what was acknowledged before has been done. */
let onDrained = (): void => undefined

/** Takes every call of the app, as Slack would. */
export const startSlackStub = async (): Promise<{ readonly apiUrl: string; close(): void }> => {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      if (request.url?.endsWith('/drained') === true) onDrained()
      response.setHeader('content-type', 'application/json')
      const user = { locale: 'ja-JP' }
      response.end(
        JSON.stringify({ ok: true, ts: '1.1', channel: 'C1', user, view: { id: 'V1', hash: 'h' } }),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { apiUrl: `http://127.0.0.1:${port}/api/`, close: () => server.close() }
}

let serial = 0
const frame = () => {
  serial += 1
  return {
    team: { id: 'T1', domain: 'bench' },
    user: { id: 'U1', name: 'bench', username: 'bench' },
    channel: { id: 'C1', name: 'bills' },
    trigger_id: `trigger-${serial}`,
  }
}

const command = (text: string) => () =>
  new URLSearchParams({
    command: '/pit',
    text: text.replace('{n}', String(serial)),
    user_id: 'U1',
    user_name: 'bench',
    channel_id: 'C1',
    team_id: 'T1',
    trigger_id: frame().trigger_id,
    response_url: `${stubUrl}answers`,
  }).toString()

const payload = (more: Readonly<Record<string, unknown>>) => () =>
  new URLSearchParams({
    payload: JSON.stringify({ ...frame(), response_url: `${stubUrl}answers`, ...more }),
  }).toString()

let stubUrl = ''
const meta = JSON.stringify({ channel: 'C1', lines: 0, round: 0, key: 'k' })
const value = (text: string) => ({ value: { type: 'plain_text_input', value: text } })
const pick = (text: string) => ({
  'pick-customer': { selected_option: { text: { type: 'plain_text', text }, value: `new:${text}` } },
})
const view = (amount: string) => ({
  id: 'V1',
  hash: 'h',
  type: 'modal',
  callback_id: 'bill-view',
  private_metadata: meta,
  state: {
    values: {
      customer_name: pick('山田'),
      subject: value('月謝'),
      amount: value(amount),
      due: { value: { type: 'datepicker', selected_date: '2020-01-01' } },
      deliver: { value: { type: 'static_select', selected_option: { value: 'none' } } },
    },
  },
})
const press = (actionId: string, more: object = {}) =>
  payload({
    type: 'block_actions',
    container: { type: 'view', view_id: 'V1' },
    view: { ...view('0'), private_metadata: '{"filter":"open","pages":[]}' },
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value: 'x', action_ts: '1', ...more }],
  })

/** What people do, by the name under which it is printed. */
const requests: Readonly<Record<string, () => string>> = {
  '/pit help': command('help'),
  '/pit unpaid': command('unpaid'),
  '/pit due': command('due'),
  '/pit today': command('today'),
  '/pit find': command('find 山田'),
  '/pit show': command('show B-0-7'),
  '/pit settlement': command('settlement'),
  '/pit plan': command('plan'),
  '/pit new': command('new'),
  '/pit (one line)': command('1100 +30日 林{n}様 月謝 #S-{n}'),
  'button: drop': press('drop-bill'),
  'button: card-link': press('card-link'),
  'home: filter': press('home-filter', {
    type: 'static_select',
    selected_option: { text: { type: 'plain_text', text: 'x' }, value: 'week' },
  }),
  'shortcut: new': payload({ type: 'shortcut', callback_id: 'new-bill' }),
  'shortcut: file': payload({
    type: 'message_action',
    callback_id: 'register-file',
    message: { type: 'message', ts: '1.1', text: '' },
  }),
  typeahead: payload({
    type: 'block_suggestion',
    action_id: 'pick-customer',
    block_id: 'customer_name',
    value: '花子7',
    view: view('0'),
  }),
  'modal: errors': payload({ type: 'view_submission', view: view('0') }),
}

/** Pieces of work that the app does at once: the last of them may overtake the others by so many. */
const AT_ONCE = 4

/** Work is done in the order it came: these are the last ones. */
const waitForWork = async (url: string, secret: string): Promise<void> => {
  for (let n = 0; n < AT_ONCE; n += 1) {
    const drained = new Promise<void>((resolve) => {
      onDrained = resolve
    })
    const form = new URLSearchParams(command('help')())
    form.set('response_url', `${stubUrl}drained`)
    const body = form.toString()
    const headers = await signForSlack(secret, body, Temporal.Now.instant())
    await (await fetch(`${url}/slack/events`, { method: 'POST', body, headers })).arrayBuffer()
    await drained
  }
}

const run = async ({ url, secret, count }: Load): Promise<readonly Measured[]> => {
  const measured: Measured[] = []
  for (const [name, make] of Object.entries(requests)) {
    const times: number[] = []
    let left = count
    const send = async (): Promise<void> => {
      while (left > 0) {
        left -= 1
        const body = make()
        const headers = await signForSlack(secret, body, Temporal.Now.instant())
        const start = performance.now()
        const answer = await fetch(`${url}/slack/events`, { method: 'POST', body, headers })
        await answer.arrayBuffer()
        times.push(performance.now() - start)
        if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`)
      }
    }
    await Promise.all(Array.from({ length: CONCURRENT }, send))
    await waitForWork(url, secret)
    measured.push({ name, times })
  }
  return measured
}

if (parentPort !== null) {
  const port = parentPort
  const stub = await startSlackStub()
  stubUrl = stub.apiUrl
  port.postMessage({ apiUrl: stub.apiUrl })
  port.once('message', (load: Load) => {
    void run(load).then((measured) => {
      port.postMessage({ measured })
      stub.close()
    })
  })
}
