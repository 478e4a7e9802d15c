/** From a change to the statements that make it; the compiler knows when a kind is missing. */
import { toStamp } from '../../domain/jst-day.ts'
import type { Change } from '../../ports.ts'
import { saveCardDesign } from './card-designs.ts'
import { insertChatJob, updateChatJob } from './chat-jobs.ts'
import { freeLane } from './chat-lanes.ts'
import { upsertChatSettings } from './chat-settings-table.ts'
import type { Statement } from './database.ts'
import { keepDeadLetters, settleDeadLetter } from './dead-letters.ts'
import { insertRows } from './insert-rows.ts'
import { keepDigest } from './kept-digests.ts'
import { upsertMailSettings } from './mail-settings-table.ts'
import { resumeNotices, stopNotices } from './proof-stops.ts'
import {
  connectChannel,
  consumeTicket,
  deleteInstallation,
  disconnectChannel,
  insertTicket,
  keepProfile,
  saveInstallation,
} from './slack-access.ts'
import {
  consumeSignInLink,
  deleteSession,
  insertAnswer,
  insertApiKey,
  insertSession,
  insertSignInLink,
  keepLinkKey,
  revokeApiKey,
  touchApiKey,
  touchSession,
  upsertSetting,
} from './write-access.ts'
import {
  dropDelivery,
  finishDelivery,
  handBackDeliveries,
  packDeliveries,
  postponeDelivery,
  queueDeliveries,
  releaseDeliveries,
  repeatChat,
  storeSheets,
} from './write-deliveries.ts'
import { finishFeedItem, insertFeed } from './write-feeds.ts'
import {
  insertInvoices,
  mendAddress,
  moveInvoices,
  noteNotice,
  renewLink,
  stopReminders,
} from './write-invoices.ts'
import {
  assignNumber,
  insertMerchant,
  insertTerms,
  issueNumbers,
  releaseNumber,
  setLogo,
  updateMerchant,
} from './write-merchants.ts'
import { insertPayments, insertSlip, movePayments, resolvePayment } from './write-payments.ts'
import {
  liftSuppression,
  mendDelivery,
  nameMender,
  reportDelivery,
  retryDeliveries,
  suppressAddress,
} from './write-reports.ts'
import {
  insertFax,
  insertSettlement,
  moveSettlement,
  postAll,
  settleFaxes,
  settlePayments,
  settleUnpaid,
} from './write-settlements.ts'
import { deleteSessions, insertStaff, noteChange, updateStaff } from './write-staff.ts'
import { queueWebhook, recordWebhookTry, removeWebhook, retryWebhook, saveWebhook } from './write-webhooks.ts'

type Compilers = {
  readonly [K in Change['kind']]: (change: Extract<Change, { kind: K }>) => Iterable<Statement>
}

/** The statements of a change, in order; guards among them fail the commit they are part of. */
export const compileChange = <K extends Change['kind']>(
  change: Extract<Change, { kind: K }>,
): Iterable<Statement> => {
  // The table has, for each kind, a compiler of that very kind.
  const compile = compilers[change.kind as K]
  return compile(change)
}

const insertBatch = ({ batch }: Extract<Change, { kind: 'add-batch' }>): readonly Statement[] => [
  ...insertRows('batches', [
    {
      id: batch.id,
      merchant_id: batch.merchantId,
      file_name: batch.fileName,
      status: batch.status,
      mode: batch.mode,
      row_count: batch.rows,
      accepted: batch.accepted,
      total_yen: batch.totalYen,
      problems: JSON.stringify(batch.problems),
      refused_rows: JSON.stringify(batch.refusedRows),
      cut_count: batch.cutCount,
      cuts: JSON.stringify(batch.cuts),
      registered_at: toStamp(batch.registeredAt),
    },
  ]),
]

const compilers: Compilers = {
  'save-webhook': saveWebhook,
  'remove-webhook': removeWebhook,
  'queue-webhook': queueWebhook,
  'record-webhook-try': recordWebhookTry,
  'retry-webhook': retryWebhook,
  'add-merchant': insertMerchant,
  'update-merchant': updateMerchant,
  'set-logo': setLogo,
  'add-terms': insertTerms,
  'issue-numbers': issueNumbers,
  'assign-number': assignNumber,
  'release-number': releaseNumber,
  'add-invoices': insertInvoices,
  'renew-link': renewLink,
  'move-invoice': (move) => moveInvoices([move]),
  'add-batch': insertBatch,
  'add-chat-job': insertChatJob,
  'save-chat-job': updateChatJob,
  'add-slip': insertSlip,
  'add-payment': (added) => insertPayments([added]),
  'move-payment': (move) => movePayments([move]),
  'resolve-payment': resolvePayment,
  'queue-deliveries': queueDeliveries,
  'finish-delivery': finishDelivery,
  'postpone-delivery': postponeDelivery,
  'pack-deliveries': packDeliveries,
  'hand-back-deliveries': handBackDeliveries,
  'free-lane': freeLane,
  'drop-delivery': dropDelivery,
  'mend-address': mendAddress,
  'note-notice': noteNotice,
  'stop-reminders': stopReminders,
  'retry-deliveries': retryDeliveries,
  'mend-delivery': mendDelivery,
  'name-mender': nameMender,
  'report-delivery': reportDelivery,
  'suppress-address': suppressAddress,
  'lift-suppression': liftSuppression,
  'release-deliveries': releaseDeliveries,
  'repeat-chat': repeatChat,
  'store-sheets': storeSheets,
  'add-settlement': insertSettlement,
  'move-settlement': moveSettlement,
  'settle-payments': settlePayments,
  'count-fax': insertFax,
  'settle-faxes': settleFaxes,
  'settle-unpaid': settleUnpaid,
  'post-entries': (post) => postAll([post]),
  'add-sign-in-link': insertSignInLink,
  'use-sign-in-link': consumeSignInLink,
  'add-session': insertSession,
  'end-session': deleteSession,
  'touch-session': touchSession,
  'add-api-key': insertApiKey,
  'touch-api-key': touchApiKey,
  'revoke-api-key': revokeApiKey,
  'remember-answer': insertAnswer,
  'add-feed': insertFeed,
  'finish-feed-item': finishFeedItem,
  'save-card-design': saveCardDesign,
  'stop-notices': stopNotices,
  'resume-notices': resumeNotices,
  'keep-dead-letters': keepDeadLetters,
  'settle-dead-letter': settleDeadLetter,
  'set-setting': upsertSetting,
  'keep-link-key': keepLinkKey,
  'keep-digest': keepDigest,
  'set-chat-settings': upsertChatSettings,
  'set-mail-settings': upsertMailSettings,
  'add-staff': insertStaff,
  'change-staff': updateStaff,
  'end-sessions': deleteSessions,
  'keep-slack-profile': keepProfile,
  'connect-channel': connectChannel,
  'disconnect-channel': disconnectChannel,
  'add-slack-ticket': insertTicket,
  'use-slack-ticket': consumeTicket,
  'save-installation': saveInstallation,
  'remove-installation': deleteInstallation,
  'note-change': noteChange,
}
