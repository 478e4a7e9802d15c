/** The story as the doors see it: every use case, already holding the world. */

import type { Feed } from '../domain/feed.ts'
import type { Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { MailReport } from '../domain/mail-report.ts'
import type { Payment } from '../domain/payment.ts'
import { type AcceptRequest, acceptInvoice, checkInvoice } from './accept-invoices.ts'
import { createAccessStory } from './access-story.ts'
import { type AssignRequest, assignNumber, type ReleaseRequest, releaseNumber } from './assign-number.ts'
import { customerUrl, fetchSheet } from './bill-customers.ts'
import { type CancelRequest, cancelInvoice } from './cancel-invoice.ts'
import { type ChangeMerchantRequest, changeMerchant, viewMerchant } from './change-merchant.ts'
import { type ChatChoice, chooseChatSettings } from './choose-chat-settings.ts'
import { chooseMailSettings, type MailSettingsRequest } from './choose-mail-settings.ts'
import { collectFeed, type FeedRequest, feedKey } from './collect-feed.ts'
import {
  type Alongside,
  cancelPayment,
  collectPayment,
  confirmPayment,
  type PaymentRequest,
} from './collect-payments.ts'
import { createDeskStory } from './desk-story.ts'
import { createFileStory } from './file-story.ts'
import { findByLink } from './find-by-link.ts'
import { findClaimants } from './find-claimants.ts'
import { findSuccessor } from './find-successor.ts'
import { type FinishRequest, finishFeedItem } from './finish-feed-item.ts'
import { recordMailReport } from './follow-up-mails.ts'
import { forecastForMerchant } from './forecast-for-merchant.ts'
import { type IssueRequest, issueCardNumbers } from './issue-card-numbers.ts'
import { liftSuppression } from './lift-suppression.ts'
import { type NotifyRequest, notifyAgain } from './notify-again.ts'
import { createOperatingStory } from './operating-story.ts'
import { previewFeed, takePreviewedFeed } from './preview-feed.ts'
import {
  type CardRequest,
  type CardsRequest,
  drawCard,
  drawSpecimen,
  pictureCard,
  printCard,
  printCards,
} from './print-cards.ts'
import { createDocumentPress } from './print-document.ts'
import { printSheets, type SheetsRequest } from './print-sheets.ts'
import { type RenewLinkRequest, renewLink } from './renew-link.ts'
import { draftReplacement, type ReplaceRequest, replaceInvoice } from './replace-invoice.ts'
import { type ResolveRequest, resolvePayment } from './resolve-payment.ts'
import { type ResumeRequest, resumeNotices } from './resume-notices.ts'
import { type DesignRequest, saveCardDesign } from './save-card-design.ts'
import { retryBatch, type SendAgainRequest, sendAgain } from './send-again.ts'
import { inquireNumber, printSlip } from './serve-terminal.ts'
import { fetchLogo, type LogoRequest, setLogo } from './set-logo.ts'
import { type CentreSetup, setUpCentre } from './set-up-centre.ts'
import { type NewMerchant, signUpMerchant } from './sign-up-merchant.ts'
import { stopReminders } from './stop-reminders.ts'
import type { World } from './world.ts'

export type Story = ReturnType<typeof createStory>

/** What a merchant chooses of its mails and of its lines in the chat. */
const createChoices = (world: World) => ({
  chooseMailSettings: (request: MailSettingsRequest, now: Instant) => chooseMailSettings(world, request, now),
  chooseChatSettings: (request: ChatChoice, now: Instant) => chooseChatSettings(world, request, now),
})

/** Binds the use cases to a world; `now` stays an argument of each. */
export const createStory = (world: World) => ({
  ...createAccessStory(world),
  ...createOperatingStory(world),
  ...createFileStory(world),
  ...createDeskStory(world),
  acceptInvoice: (request: AcceptRequest, now: Instant) => acceptInvoice(world, request, now),
  checkInvoice: (request: Pick<AcceptRequest, 'merchantId' | 'raw'>, now: Instant) =>
    checkInvoice(world, request, now),
  cancelInvoice: (request: CancelRequest, now: Instant) => cancelInvoice(world, request, now),
  replaceInvoice: (request: ReplaceRequest, now: Instant) => replaceInvoice(world, request, now),
  draftReplacement: (invoice: Invoice) => draftReplacement(world, invoice),
  findByLink: (token: string) => findByLink(world, token),
  findSuccessor: (invoice: Invoice) => findSuccessor(world, invoice),
  ...createChoices(world),
  renewLink: (request: RenewLinkRequest, now: Instant) => renewLink(world, request, now),
  notifyAgain: (request: NotifyRequest, now: Instant) => notifyAgain(world, request, now),
  recordMailReport: (report: MailReport, now: Instant) => recordMailReport(world, report, now),
  stopReminders: (token: string, now: Instant) => stopReminders(world, token, now),
  sendAgain: (request: SendAgainRequest, now: Instant) => sendAgain(world, request, now),
  retryBatch: (of: Parameters<typeof retryBatch>[1], now: Instant) => retryBatch(world, of, now),
  liftSuppression: (request: Parameters<typeof liftSuppression>[1], now: Instant) =>
    liftSuppression(world, request, now),
  fetchSheet: (invoice: Invoice, now: Instant) => fetchSheet(world, invoice, now),
  printSheets: (request: SheetsRequest, now: Instant) => printSheets(world, request, now),
  customerUrl: (invoice: Invoice) => customerUrl(world, invoice),
  viewMerchant: (merchantId: string, now: Instant) => viewMerchant(world, merchantId, now),
  changeMerchant: (request: ChangeMerchantRequest, now: Instant) => changeMerchant(world, request, now),
  forecastPayouts: (merchantId: string, now: Instant) => forecastForMerchant(world, merchantId, now),
  issueCardNumbers: (request: IssueRequest, now: Instant) => issueCardNumbers(world, request, now),
  assignNumber: (request: AssignRequest, now: Instant) => assignNumber(world, request, now),
  releaseNumber: (request: ReleaseRequest) => releaseNumber(world, request),
  inquireNumber: (number: string, now: Instant) => inquireNumber(world, number, now),
  printSlip: (request: Parameters<typeof printSlip>[1], now: Instant) => printSlip(world, request, now),
  collectPayment: (request: PaymentRequest, now: Instant) => collectPayment(world, request, now),
  cancelPayment: (receipt: string, now: Instant, alongside?: Alongside) =>
    cancelPayment(world, receipt, now, alongside),
  confirmPayment: (receipt: string, now: Instant, alongside?: Alongside) =>
    confirmPayment(world, receipt, now, alongside),
  findClaimants: (merchantId: string, payment: Payment, text: string) =>
    findClaimants(world, merchantId, payment, text),
  collectFeed: (request: FeedRequest, now: Instant) => collectFeed(world, request, now),
  previewFeed: (request: FeedRequest, now: Instant) => previewFeed(world, request, now),
  takePreviewedFeed: (request: Parameters<typeof takePreviewedFeed>[1], now: Instant) =>
    takePreviewedFeed(world, request, now),
  /** The bytes of a file as they came. */
  fetchFeedFile: ({ sha256 }: Pick<Feed, 'sha256'>) => world.vault.get(feedKey(sha256)),
  finishFeedItem: (request: FinishRequest, now: Instant) => finishFeedItem(world, request, now),
  resolvePayment: (request: ResolveRequest, now: Instant) => resolvePayment(world, request, now),
  setUpCentre: (setup: CentreSetup, now: Instant) => setUpCentre(world, setup, now),
  signUpMerchant: (merchant: NewMerchant, now: Instant) => signUpMerchant(world, merchant, now),
  setLogo: (request: LogoRequest, now: Instant) => setLogo(world, request, now),
  fetchLogo: (merchantId: string) => fetchLogo(world, merchantId),
  drawCard: (request: CardRequest) => drawCard(world, request),
  printCard: (request: Parameters<typeof printCard>[1]) => printCard(world, request),
  printCards: (request: CardsRequest) => printCards(world, request),
  pictureCard: (request: CardRequest) => pictureCard(world, request),
  resumeNotices: (request: ResumeRequest, now: Instant) => resumeNotices(world, request, now),
  drawSpecimen: (merchantId: string) => drawSpecimen(world, merchantId),
  saveCardDesign: (request: DesignRequest, now: Instant) => saveCardDesign(world, request, now),
  printDocument: createDocumentPress(world),
})
