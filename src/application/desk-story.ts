/** The part of the story that is about whom a merchant bills, and what its own systems are told. */
import type { Instant } from '../domain/jst-day.ts'
import { type CustomerQuery, findCustomers } from './find-customers.ts'
import {
  type AddWebhookRequest,
  addWebhook,
  type ChangeWebhookRequest,
  changeWebhook,
  removeWebhook,
  resendWebhook,
  rotateWebhookSecret,
  testWebhook,
  type WebhookRequest,
} from './manage-webhooks.ts'
import type { World } from './world.ts'

/** Binds the use cases to a world, as `createStory` does. */
export const createDeskStory = (world: World) => ({
  findCustomers: (query: CustomerQuery) => findCustomers(world, query),
  addWebhook: (request: AddWebhookRequest, now: Instant) => addWebhook(world, request, now),
  changeWebhook: (request: ChangeWebhookRequest) => changeWebhook(world, request),
  rotateWebhookSecret: (request: WebhookRequest, now: Instant) => rotateWebhookSecret(world, request, now),
  removeWebhook: (request: WebhookRequest) => removeWebhook(world, request),
  testWebhook: (request: Parameters<typeof testWebhook>[1], now: Instant) => testWebhook(world, request, now),
  resendWebhook: (request: Parameters<typeof resendWebhook>[1], now: Instant) =>
    resendWebhook(world, request, now),
})
