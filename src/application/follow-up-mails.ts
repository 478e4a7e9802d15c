/** Follows up what providers report: outcomes on the delivery, a line to the merchant, no more mail where it is useless. */
import type { Delivery } from '../domain/delivery.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { MailReport } from '../domain/mail-report.ts'
import type { Change } from '../ports.ts'
import { answerBounce } from './inform-merchants.ts'
import { suppressionKey } from './suppression-key.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** What became of a report; one about a mail that is not ours is no trouble. */
export type Recorded = 'recorded' | 'repeated' | 'unknown'

/** Records a report once, however often it comes and in whatever order. */
export const recordMailReport = async (world: World, report: MailReport, now: Instant): Promise<Recorded> => {
  const { deliveryId, providerId } = report
  const delivery =
    (deliveryId === undefined ? undefined : await world.store.delivery(deliveryId)) ??
    (providerId === undefined ? undefined : await world.store.deliveryByProviderId(providerId))
  if (delivery === undefined) return 'unknown'
  const changes: readonly Change[] = [
    { kind: 'report-delivery', deliveryId: delivery.id, report },
    ...(await answerTrouble(world, delivery, report, now)),
  ]
  return (await world.store.commit(changes)) === 'done' ? 'recorded' : 'repeated'
}

/** What a mail that came back, or was unwelcome, brings about. */
export const answerTrouble = async (
  world: World,
  delivery: Delivery,
  { outcome, isFinal, detail }: Pick<MailReport, 'outcome' | 'isFinal' | 'detail'>,
  now: Instant,
): Promise<readonly Change[]> => {
  const { id: deliveryId, merchantId, message } = delivery
  if ((outcome !== 'bounced' && outcome !== 'complained') || !('to' in message)) return []
  const line = toDelivery(world.random, delivery, { kind: 'bounce-line', deliveryId }, now)
  const told: Change = { kind: 'queue-deliveries', deliveries: [line] }
  if (!isFinal) return [told]
  const address = suppressionKey(message.to)
  const suppression = { address, merchantId, reason: outcome, detail, deliveryId, since: now }
  const news = outcome === 'bounced' ? await answerBounce(world, delivery, now) : []
  return [told, { kind: 'suppress-address', suppression }, ...news]
}
