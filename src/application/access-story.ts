/** The part of the story about who comes in: people, sessions, keys. */
import type { Instant } from '../domain/jst-day.ts'
import { type AddStaffRequest, addStaff } from './add-staff.ts'
import { type ChangeStaffRequest, changeStaff, removeStaff } from './change-staff.ts'
import {
  createSignInLink,
  findApiKey,
  findSession,
  type SignInLinkRequest,
  signIn,
  signOut,
} from './sign-in.ts'
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
  findApiKey: (bearer: string) => findApiKey(world, bearer),
})
