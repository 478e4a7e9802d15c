/** Every command, in the order `--help` shows them. */
import type { Command } from './command.ts'
import { addMerchantCommand, listMerchantsCommand } from './merchant-commands.ts'
import { signInCommand } from './sign-in-command.ts'
import { verifyCommand } from './verify-command.ts'

export const commands: readonly Command[] = [
  addMerchantCommand,
  listMerchantsCommand,
  signInCommand,
  verifyCommand,
]
