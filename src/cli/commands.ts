/** Every command, in the order `--help` shows them. */
import type { Command } from './command.ts'
import { doctorMailCommand } from './doctor-mail-command.ts'
import { doctorSlackCommand } from './doctor-slack-command.ts'
import { feedCommand } from './feed-command.ts'
import { addMerchantCommand, listMerchantsCommand } from './merchant-commands.ts'
import { exportCommand, importCommand } from './move-commands.ts'
import { signInCommand } from './sign-in-command.ts'
import { slackManifestCommand } from './slack-manifest-command.ts'
import { addStaffCommand, listStaffCommand, removeStaffCommand } from './staff-commands.ts'
import { verifyCommand } from './verify-command.ts'

export const commands: readonly Command[] = [
  feedCommand,
  addMerchantCommand,
  listMerchantsCommand,
  signInCommand,
  addStaffCommand,
  listStaffCommand,
  removeStaffCommand,
  verifyCommand,
  exportCommand,
  importCommand,
  doctorMailCommand,
  slackManifestCommand,
  doctorSlackCommand,
]
