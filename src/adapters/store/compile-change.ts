/** From a change to the statements that make it; the compiler knows when a kind is missing. */
import { toStamp } from '../../domain/jst-day.ts'
import type { Change } from '../../ports.ts'
import type { Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import {
  consumeSignInLink,
  deleteSession,
  insertAnswer,
  insertApiKey,
  insertMerchant,
  insertSession,
  insertSignInLink,
  upsertSetting,
} from './write-access.ts'
import {
  finishDelivery,
  postponeDelivery,
  queueDeliveries,
  releaseDeliveries,
  repeatChat,
  storeSheets,
} from './write-deliveries.ts'
import { insertInvoices, issueNumbers, moveInvoice } from './write-invoices.ts'
import { insertPayment, insertSlip, movePayment, resolvePayment } from './write-payments.ts'
import {
  insertSettlement,
  moveSettlement,
  postEntries,
  settlePayments,
  settleUnpaid,
} from './write-settlements.ts'

/** The statements of a change, in order; guards among them fail the commit they are part of. */
export const compileChange = (change: Change): readonly Statement[] => {
  switch (change.kind) {
    case 'add-merchant':
      return insertMerchant(change)
    case 'issue-numbers':
      return issueNumbers(change)
    case 'add-invoices':
      return insertInvoices(change)
    case 'move-invoice':
      return moveInvoice(change)
    case 'add-batch':
      return insertBatch(change)
    case 'add-slip':
      return insertSlip(change)
    case 'add-payment':
      return insertPayment(change)
    case 'move-payment':
      return movePayment(change)
    case 'resolve-payment':
      return resolvePayment(change)
    case 'queue-deliveries':
      return queueDeliveries(change)
    case 'finish-delivery':
      return finishDelivery(change)
    case 'postpone-delivery':
      return postponeDelivery(change)
    case 'release-deliveries':
      return releaseDeliveries()
    case 'repeat-chat':
      return repeatChat(change)
    case 'store-sheets':
      return storeSheets(change)
    case 'add-settlement':
      return insertSettlement(change)
    case 'move-settlement':
      return moveSettlement(change)
    case 'settle-payments':
      return settlePayments(change)
    case 'settle-unpaid':
      return settleUnpaid(change)
    case 'post-entries':
      return postEntries(change)
    case 'add-sign-in-link':
      return insertSignInLink(change)
    case 'use-sign-in-link':
      return consumeSignInLink(change)
    case 'add-session':
      return insertSession(change)
    case 'end-session':
      return deleteSession(change)
    case 'add-api-key':
      return insertApiKey(change)
    case 'remember-answer':
      return insertAnswer(change)
    case 'set-setting':
      return upsertSetting(change)
  }
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
      registered_at: toStamp(batch.registeredAt),
    },
  ]),
]
