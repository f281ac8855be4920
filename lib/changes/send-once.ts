import { setTimeout as delay } from 'node:timers/promises';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { KeptOutcome } from '@/lib/db/tables/jobs';
import { errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import type { ChangeOutcome } from './outcome';

/** What a person wants at one door. The key is of one form: the same form sent again is the same intent. */
export type Intent = {
  workspaceId: string;
  requestKey: string;
  gid: string;
  channel: number;
  action: string;
  /** The account that the change is about. */
  about: string;
};

type Deed = { send: () => Promise<ChangeOutcome>; look: () => Promise<ChangeOutcome> };

/** Longer than all calls of one change. A change that is still open after this time was interrupted. */
const lostAfterMs = 2 * 60_000;
/** After an equal change in this time, the cloud is read first: the wished state may hold already. */
const recentMs = 10 * 60_000;
const pollMs = 100;

/**
 * Sends one intent once, in any number of tabs and processes. While an equal change is under way, waits for it and
 * returns its outcome. A form that is sent again gets the outcome of its first sending.
 */
export async function sendOnce(intent: Intent, deed: Deed): Promise<ChangeOutcome> {
  for (;;) {
    const own = await readOwn(intent);
    // The key was used for another change, so no form of ours sent it.
    if (own && !own.isEqual) return { state: 'failed', code: 'conflict' };
    if (own?.outcome) return settledAgain(intent, own.outcome, deed);
    const open = own ?? (await readOpen(intent));
    if (!open) {
      if (await claim(intent)) return settle(intent, deed);
      continue;
    }
    await delay(pollMs);
    if (databaseDate().getTime() > open.begun_at.getTime() + lostAfterMs) {
      await closeLost({ ...intent, requestKey: open.request_key });
      continue;
    }
    const ended = own ? null : (await readOwn({ ...intent, requestKey: open.request_key }))?.outcome;
    if (ended) {
      const outcome = revived(ended);
      return outcome.state === 'verified' ? { ...outcome, already: true } : outcome;
    }
  }
}

async function settle(intent: Intent, { send, look }: Deed): Promise<ChangeOutcome> {
  let outcome: ChangeOutcome;
  try {
    const before = (await hasRecent(intent)) ? await look() : null;
    outcome = before?.state === 'verified' ? { ...before, already: true } : await send();
  } catch (error) {
    await keep(intent, { state: 'unknown', code: errorCodeOf(error) });
    throw error;
  }
  await keep(intent, outcome);
  return outcome;
}

/** The first sending may have arrived late. Reads only. */
async function settledAgain(intent: Intent, kept: KeptOutcome, { look }: Deed): Promise<ChangeOutcome> {
  const outcome = revived(kept);
  if (outcome.state === 'verified' || outcome.state === 'failed') return outcome;
  const seen = await look();
  if (seen.state !== 'verified') return outcome;
  await keep(intent, seen);
  return seen;
}

async function readOwn({ workspaceId, requestKey, gid, channel, action, about }: Intent) {
  const own = await getDb()
    .selectFrom('change_request')
    .select(['request_key', 'action', 'about', 'outcome', 'begun_at'])
    .where('workspace_id', '=', workspaceId)
    .where('request_key', '=', requestKey)
    .where('gid', '=', gid)
    .where('channel', '=', channel)
    .executeTakeFirst();
  return own && { ...own, isEqual: own.action === action && own.about === about };
}

function readOpen(intent: Intent) {
  return equal(intent).select(['request_key', 'begun_at']).where('outcome', 'is', null).executeTakeFirst();
}

async function hasRecent(intent: Intent): Promise<boolean> {
  const recent = await equal(intent)
    .select('request_key')
    .where('outcome', 'is not', null)
    .where('begun_at', '>', new Date(databaseDate().getTime() - recentMs))
    .limit(1)
    .executeTakeFirst();
  return recent !== undefined;
}

function equal({ workspaceId, gid, channel, action, about }: Intent) {
  return getDb()
    .selectFrom('change_request')
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .where('channel', '=', channel)
    .where('action', '=', action)
    .where('about', '=', about);
}

async function claim({ workspaceId, requestKey, ...rest }: Intent): Promise<boolean> {
  const claimed = await getDb()
    .insertInto('change_request')
    .values({
      ...rest,
      workspace_id: workspaceId,
      request_key: requestKey,
      outcome: null,
      begun_at: databaseDate(),
    })
    .onConflict((on) => on.doNothing())
    .returning('request_key')
    .executeTakeFirst();
  return claimed !== undefined;
}

/** The change is made. If its outcome cannot be kept, the request counts as lost later, and is looked for. */
async function keep(intent: Intent, outcome: ChangeOutcome): Promise<void> {
  await settingOutcome(intent, outcome)
    .execute()
    .catch((error: unknown) => log.warn({ err: error }, 'the outcome of a change could not be kept'));
}

/** Throws if it cannot be stored: `sendOnce` would find the same lost change again and again. */
async function closeLost(intent: Intent): Promise<void> {
  await settingOutcome(intent, { state: 'unknown', code: 'outcome-unknown' })
    // Its own process may have kept the true outcome a moment ago.
    .where('outcome', 'is', null)
    .execute();
}

function settingOutcome({ workspaceId, requestKey, gid, channel }: Intent, outcome: ChangeOutcome) {
  return getDb()
    .updateTable('change_request')
    .set({ outcome: JSON.stringify(outcome) })
    .where('workspace_id', '=', workspaceId)
    .where('request_key', '=', requestKey)
    .where('gid', '=', gid)
    .where('channel', '=', channel);
}

function revived({ readAt, ...outcome }: KeptOutcome): ChangeOutcome {
  return readAt ? { ...outcome, readAt: new Date(readAt) } : outcome;
}
