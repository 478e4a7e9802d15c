/** A second merchant in a sandbox, with a key and a signed-in person of its own; and whoever else is to sign in. */
import { toSha256 } from '../../src/application/to-sha256.ts'
import type { Role } from '../../src/domain/access.ts'
import { makeMerchant } from './make-invoice.ts'
import { createStaffClient, type StaffClient } from './staff-client.ts'
import type { TestSandbox } from './start-sandbox.ts'

export type Guest = {
  readonly merchantId: string
  readonly apiKey: string
  readonly cookie: string
  readonly client: StaffClient
}

/** Somebody of a merchant (or of the centre), with a key of the same role. */
export const letIn = async (
  sandbox: TestSandbox,
  merchantId: string,
  role: Role = 'admin',
): Promise<Guest> => {
  const { store, story } = sandbox.pitpost
  const apiKey = `pk_test_${crypto.randomUUID()}`
  const at = await sandbox.now()
  const key = { hash: await toSha256(apiKey), merchantId, name: 'テストの鍵', role }
  await store.commit([{ kind: 'add-api-key', key, at }])
  const link = await story.createSignInLink({ merchantId, staffName: '鈴木', role }, Temporal.Now.instant())
  const answer = await sandbox.fetch(link, {
    method: 'POST',
    headers: { origin: sandbox.url },
    redirect: 'manual',
  })
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return { merchantId, apiKey, cookie, client: createStaffClient(sandbox, { apiKey, cookie }) }
}

/** Signs another merchant up. */
export const signUpSecond = async (sandbox: TestSandbox, name = 'もみじ音楽教室'): Promise<Guest> => {
  const { id: _, since: __, ...profile } = makeMerchant({ name, email: 'momiji@example.jp' })
  const merchant = await sandbox.pitpost.story.signUpMerchant(profile, await sandbox.now())
  return letIn(sandbox, merchant.id)
}
