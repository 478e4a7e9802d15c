/** Gives a mail that came to nothing a second chance: as it is, or to the address a person put right. */
import type { Actor } from '../domain/access.ts'
import { type Delivery, isTroubled } from '../domain/delivery.ts'
import type { Instant } from '../domain/jst-day.ts'
import { isMailAddress } from '../domain/mail-address.ts'
import { fail, ok, type Result, refuse } from '../domain/result.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { suppressionKey } from './suppression-key.ts'
import { tellLine } from './tell-line.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

export type SendAgainRequest = {
  readonly merchantId: string
  readonly deliveryId: string
  /** The address put right; absent to write to the same one, which lifts its suppression. */
  readonly to: string | undefined
  readonly actor: Actor
  /** Changes that must happen together with it, such as remembering the answer. */
  readonly alongside?: (delivery: Delivery) => Promise<readonly Change[]> | readonly Change[]
}

export type RetryRequest = {
  readonly merchantId: string
  readonly batchId: string
  readonly alongside?: () => Promise<readonly Change[]> | readonly Change[]
}

/** Answers the delivery that goes out now: the parked one itself, or another in place of what came back. */
export const sendAgain = (world: World, request: SendAgainRequest, now: Instant): Promise<Result<Delivery>> =>
  commitWithRetry(world.store, async () => {
    const delivery = await world.store.delivery(request.deliveryId)
    if (delivery?.merchantId !== request.merchantId || !('to' in delivery.message)) {
      return fail({ kind: 'not-found', what: 'mail', id: request.deliveryId })
    }
    const { message } = delivery
    const to = request.to ?? message.to
    if (!isMailAddress(to)) return noAddress(to)
    if (!isTroubled(delivery)) return notTroubled
    const { actor } = request
    const told: readonly Change[] = [
      { kind: 'name-mender', id: delivery.id, name: actor.name },
      tellBounce(world, delivery, now),
    ]
    const lift: Change = { kind: 'lift-suppression', address: suppressionKey(to), at: now, actor }
    if (delivery.status === 'parked' && to === message.to) {
      const retry: Change = { kind: 'retry-deliveries', of: { id: delivery.id }, at: now }
      return ok({
        changes: [lift, retry, ...told, ...((await request.alongside?.(delivery)) ?? [])],
        value: delivery,
      })
    }
    const fresh: Delivery = {
      ...toDelivery(world.random, originOf(delivery), { ...message, to }, now),
      // Derived from the first one's: two people who press at once send one mail.
      key: `${delivery.key}:again`,
    }
    const mended = await mendCustomer(world, delivery, to, request, now)
    const changes: readonly Change[] = [
      lift,
      { kind: 'mend-delivery', id: delivery.id, mendedBy: fresh.id },
      { kind: 'queue-deliveries', deliveries: [fresh] },
      ...mended,
      ...told,
      ...((await request.alongside?.(fresh)) ?? []),
    ]
    return ok({ changes, value: fresh })
  })

/** The message about it says from now on who put it right; there is none of a mail that was only parked. */
const tellBounce = (world: Pick<World, 'random'>, { id, merchantId }: Delivery, now: Instant): Change =>
  tellLine(world, merchantId, { kind: 'bounce-line', deliveryId: id }, `mended:${now.epochMilliseconds}`, now)

/** Lets all mails of a batch that were never taken try anew. */
export const retryBatch = (
  world: Pick<World, 'store'>,
  { alongside, ...of }: RetryRequest,
  now: Instant,
): Promise<Result<void>> =>
  commitWithRetry(world.store, async () => {
    const batch = await world.store.batch(of.batchId)
    if (batch?.merchantId !== of.merchantId) return fail({ kind: 'not-found', what: 'batch', id: of.batchId })
    const retry: Change = { kind: 'retry-deliveries', of, at: now }
    return ok({ changes: [retry, ...((await alongside?.()) ?? [])], value: undefined })
  })

const originOf = ({ merchantId, invoiceId, batchId }: Delivery) => ({
  merchantId,
  batchId,
  ...(invoiceId === undefined ? {} : { id: invoiceId }),
})

/** Reminders and receipts of the invoice go to the right address from now on, too. */
const mendCustomer = async (
  world: World,
  { invoiceId, message }: Delivery,
  email: string,
  { actor }: SendAgainRequest,
  at: Instant,
): Promise<readonly Change[]> => {
  const invoice = invoiceId === undefined ? undefined : await world.store.invoice(invoiceId)
  const wasCustomers = 'to' in message && invoice?.customer.email === message.to
  if (invoice === undefined || !wasCustomers || email === message.to) return []
  return [{ kind: 'mend-address', invoice, email, at, actor }]
}

const noAddress = (value: string) =>
  refuse({
    field: 'to',
    value,
    rule: 'email-format',
    message: {
      ja: 'メールアドレスの形ではありません（例：hanako@example.com）。',
      en: 'This is not an e-mail address (for example hanako@example.com).',
    },
  })

const notTroubled = fail({
  kind: 'wrong-state',
  message: {
    ja: 'このメールは届いているか、送っている途中か、すでに送り直されています。',
    en: 'This mail has arrived, is on its way, or has been sent again already.',
  },
} as const)
