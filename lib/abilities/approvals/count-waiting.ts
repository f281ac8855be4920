import type { ListState, Standing } from '@/lib/auth/standing';
import { getDb } from '@/lib/db/client';
import { isOwnRequest, mayDecideRequest, seesRequest } from './ability';
import { oldestOpen } from './requests';

/** `waiting`: requests that this person can decide. `hasAsked`: one of their own is open. */
export type RequestCounts = { waiting: number; hasAsked: boolean };

type Person = Pick<Standing, 'workspaceId' | 'actor' | 'member' | 'viewsAs' | 'grants'>;

export async function readRequestCounts(who: Person): Promise<RequestCounts> {
  const open = await getDb()
    .selectFrom('approval')
    .select(['state', 'actor', 'member_id as memberId', 'buildings'])
    .where('workspace_id', '=', who.workspaceId)
    .where('state', 'in', ['waiting', 'approved'])
    .where('asked_at', '>', oldestOpen())
    .execute();
  if (open.length === 0) return { waiting: 0, hasAsked: false };
  const viewer = { ...who, knowsVendorPassword: await knowsVendorPassword(who) };
  return {
    waiting: open.filter((row) => row.state === 'waiting' && mayDecideRequest(viewer, row)).length,
    hasAsked: open.some((row) => isOwnRequest(who, row) && seesRequest(who, row)),
  };
}

/** Whether this person has used the password of the workspace's vendor account. */
export async function knowsVendorPassword({
  workspaceId,
  member,
}: Pick<Person, 'workspaceId' | 'member'>): Promise<boolean> {
  if (!member) return true;
  const found = await getDb()
    .selectFrom('membership')
    .select('knew_password')
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', member.id)
    .executeTakeFirst();
  return found?.knew_password ?? false;
}

/** Pages that poll the list's state are shown again when the counts change. */
export function withCounts(list: ListState, { waiting, hasAsked }: RequestCounts): ListState {
  return { ...list, version: [list.version, waiting, hasAsked].join() };
}
