/** Slack sends again what it thinks was not taken (`x-slack-retry-num`): each request is worked on once. */
import type { Instant } from '../../domain/jst-day.ts'
import type { Store } from '../../ports.ts'

const SCOPE = 'slack-request'

/** False for a request that was taken before. One that carries no identity cannot be told apart and is taken. */
export const claimRequest = async (
  store: Pick<Store, 'commit'>,
  body: Readonly<Record<string, unknown>>,
  now: Instant,
): Promise<boolean> => {
  const identity = body['event_id'] ?? body['trigger_id']
  if (typeof identity !== 'string' || identity === '') return true
  const answer = { scope: SCOPE, key: identity.slice(0, 200), bodyHash: '', status: 200, body: '', at: now }
  return (await store.commit([{ kind: 'remember-answer', answer }])) === 'done'
}
