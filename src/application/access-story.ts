/** The part of the story about who comes in: people, sessions, keys. */
import type { Instant } from '../domain/jst-day.ts'
import type { SlackIdentity } from '../ports.ts'
import { type AddStaffRequest, addStaff } from './add-staff.ts'
import { type ChangeStaffRequest, changeStaff, removeStaff } from './change-staff.ts'
import { type ConnectRequest, connectChannel, disconnectChannel, makeChannelCode } from './connect-channel.ts'
import { findBot } from './find-bot-token.ts'
import { type ChannelPlace, findChannelMerchant } from './find-channel-merchant.ts'
import { beginInstall, type FinishRequest, finishInstall, removeInstallation } from './install-slack.ts'
import { endOtherSessions, endSession, findSession, listSessions, signOut } from './keep-session.ts'
import { makeApiKey, revokeApiKey } from './make-api-key.ts'
import { type RecognizeRequest, recognizePerson } from './recognize-person.ts'
import { requestSignIn, type SignInRequest } from './request-sign-in.ts'
import { createSignInLink, findApiKey, type SignInLinkRequest, signIn } from './sign-in.ts'
import { signInWithSlack } from './sign-in-with-slack.ts'
import type { World } from './world.ts'

/** Binds its use cases to a world. */
export const createAccessStory = (world: World) => ({
  createSignInLink: (request: SignInLinkRequest, now: Instant) => createSignInLink(world, request, now),
  signIn: (request: Parameters<typeof signIn>[1], now: Instant) => signIn(world, request, now),
  addStaff: (request: AddStaffRequest, now: Instant) => addStaff(world, request, now),
  changeStaff: (request: ChangeStaffRequest, now: Instant) => changeStaff(world, request, now),
  removeStaff: (request: Omit<ChangeStaffRequest, 'raw'>, now: Instant) => removeStaff(world, request, now),
  findSession: (token: string, now: Instant) => findSession(world, token, now),
  signOut: (token: string) => signOut(world, token),
  signInWithSlack: (identity: SlackIdentity, device: string, now: Instant) =>
    signInWithSlack(world, identity, device, now),
  beginInstall: (request: Parameters<typeof beginInstall>[1], now: Instant) =>
    beginInstall(world, request, now),
  finishInstall: (request: FinishRequest, now: Instant) => finishInstall(world, request, now),
  removeInstallation: (request: Parameters<typeof removeInstallation>[1], now: Instant) =>
    removeInstallation(world, request, now),
  findBot: (tenants: readonly (string | undefined)[]) => findBot(world, tenants),
  requestSignIn: (request: SignInRequest, now: Instant) => requestSignIn(world, request, now),
  listSessions: (staffId: string, now: Instant) => listSessions(world, staffId, now),
  endSession: (request: Parameters<typeof endSession>[1]) => endSession(world, request),
  endOtherSessions: (request: Parameters<typeof endOtherSessions>[1]) => endOtherSessions(world, request),
  recognizePerson: (request: RecognizeRequest, now: Instant) => recognizePerson(world, request, now),
  findChannelMerchant: (place: ChannelPlace) => findChannelMerchant(world, place),
  makeChannelCode: (request: Parameters<typeof makeChannelCode>[1], now: Instant) =>
    makeChannelCode(world, request, now),
  connectChannel: (request: ConnectRequest, now: Instant) => connectChannel(world, request, now),
  disconnectChannel: (request: Parameters<typeof disconnectChannel>[1], now: Instant) =>
    disconnectChannel(world, request, now),
  findApiKey: (bearer: string, now: Instant) => findApiKey(world, bearer, now),
  makeApiKey: (request: Parameters<typeof makeApiKey>[1], now: Instant) => makeApiKey(world, request, now),
  revokeApiKey: (request: Parameters<typeof revokeApiKey>[1], now: Instant) =>
    revokeApiKey(world, request, now),
})
