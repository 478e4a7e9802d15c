/** The store: every read, and the one way to change anything. */
import type { Change, Store } from '../../ports.ts'
import { readCardDesigns } from './card-designs.ts'
import { readChatJobs } from './chat-jobs.ts'
import { readLanes } from './chat-lanes.ts'
import { readChatSettings } from './chat-settings-table.ts'
import { compileChanges } from './compile-changes.ts'
import type { Database } from './database.ts'
import { readDeadLetters } from './dead-letters.ts'
import { readMailSettings } from './mail-settings-table.ts'
import { readProofStops } from './proof-stops.ts'
import { readAccess } from './read-access.ts'
import { readCustomers } from './read-customers.ts'
import { readDeliveries } from './read-deliveries.ts'
import { readDigests } from './read-digests.ts'
import { readFacts } from './read-facts.ts'
import { readFeeds } from './read-feeds.ts'
import { readFigures } from './read-figures.ts'
import { readInvoices } from './read-invoices.ts'
import { readMerchants } from './read-merchants.ts'
import { readPayments } from './read-payments.ts'
import { readReports } from './read-reports.ts'
import { readSettlements } from './read-settlements.ts'
import { readStaff } from './read-staff.ts'
import { readWebhooks } from './read-webhooks.ts'
import { readSlackAccess } from './slack-access.ts'

/** A store over better-sqlite3 or D1. */
export const createStore = (database: Database): Store => ({
  ...readInvoices(database),
  ...readFigures(database),
  ...readCustomers(database),
  ...readWebhooks(database),
  ...readPayments(database),
  ...readDeliveries(database),
  ...readChatJobs(database),
  ...readLanes(database),
  ...readChatSettings(database),
  ...readDigests(database),
  ...readReports(database),
  ...readFeeds(database),
  ...readSettlements(database),
  ...readFacts(database),
  ...readMerchants(database),
  ...readAccess(database),
  ...readStaff(database),
  ...readSlackAccess(database),
  ...readMailSettings(database),
  ...readCardDesigns(database),
  ...readProofStops(database),
  ...readDeadLetters(database),
  commit: (changes) => commit(database, changes),
})

const commit = async (database: Database, changes: readonly Change[]): Promise<'done' | 'conflict'> => {
  try {
    await database.atomic(compileChanges(changes))
    return 'done'
  } catch (error) {
    if (isConflict(error)) return 'conflict'
    throw error
  }
}

/** A taken key, or a guard that found nothing changed: somebody else was faster. All else is a bug and goes on up. */
const isConflict = (error: unknown): boolean => /UNIQUE constraint failed|malformed JSON/.test(String(error))
