/** Every call of the HTTP surface, in the order the document shows them. */
import { customerOperations } from './customer-operations.ts'
import { deliveryOperations } from './delivery-operations.ts'
import { docsOperations } from './docs-operations.ts'
import { feedOperations } from './feed-operations.ts'
import { fileOperations } from './file-operations.ts'
import { invoiceOperations } from './invoice-operations.ts'
import { merchantOperations } from './merchant-operations.ts'
import { moveOperations } from './move-operations.ts'
import { networkOperations } from './network-operations.ts'
import { cardAndNumberOperations } from './number-operations.ts'
import type { Operation } from './operation.ts'
import { paymentOperations } from './payment-operations.ts'
import { settlementOperations } from './settlement-operations.ts'
import { webhookOperations } from './webhook-operations.ts'

export type PlacedOperation = Operation & { readonly base: '/api/v1' | '/network/v1' }

const staff: readonly Operation[] = [
  ...invoiceOperations,
  ...fileOperations,
  ...customerOperations,
  ...paymentOperations,
  ...settlementOperations,
  ...deliveryOperations,
  ...cardAndNumberOperations,
  ...feedOperations,
  ...merchantOperations,
  ...webhookOperations,
  ...moveOperations,
  ...docsOperations,
]

export const operations: readonly PlacedOperation[] = [
  ...staff.map((operation) => ({ ...operation, base: '/api/v1' }) as const),
  ...networkOperations.map((operation) => ({ ...operation, base: '/network/v1' }) as const),
]
