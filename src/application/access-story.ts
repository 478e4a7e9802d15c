/** The part of the story about who comes in: people, sessions, keys. */
import type { Instant } from '../domain/jst-day.ts'
import { type AddStaffRequest, addStaff } from './add-staff.ts'
import { type ChangeStaffRequest, changeStaff, removeStaff } from './change-staff.ts'
import { endOtherSessions, endSession, findSession, listSessions, signOut } from './keep-session.ts'
import { requestSignIn, type SignInRequest } from './request-sign-in.ts'
import { createSignInLink, findApiKey, type SignInLinkRequest, signIn } from './sign-in.ts'
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
  requestSignIn: (request: SignInRequest, now: Instant) => requestSignIn(world, request, now),
  listSessions: (staffId: string, now: Instant) => listSessions(world, staffId, now),
  endSession: (request: Parameters<typeof endSession>[1]) => endSession(world, request),
  endOtherSessions: (request: Parameters<typeof endOtherSessions>[1]) => endOtherSessions(world, request),
  findApiKey: (bearer: string) => findApiKey(world, bearer),
})
