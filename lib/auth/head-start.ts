import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredChannels } from '@/lib/devices/data';
import type { Session } from './session';

/** A session with the device list that is on its way for it, if the request has to wait for one. */
export type ArrivedSession = Session & { asked?: Promise<StoredChannels> };

/** The session of a request that has just arrived, and the token by which it was looked up. */
export type HeadStart = { token: string; session: ArrivedSession | null };

type Starter = (request: IncomingMessage) => Promise<HeadStart | null>;

// On globalThis: Next bundles pages, handlers and instrumentation apart, each with its own copy of this module.
const slot = Symbol.for('doordesk.head-start');
type Shared = { start: Starter | null; storage: AsyncLocalStorage<HeadStart | null> };
const shared = globalThis as { [slot]?: Shared };
shared[slot] ??= { start: null, storage: new AsyncLocalStorage() };
const state = shared[slot];

/** A database that is slower than this is waited for by those who need it, and by no others. */
const atMostMs = 50;

/** What is begun for each request before Next looks for its page. */
export function setStarter(start: Starter): void {
  state.start = start;
}

/**
 * Begins for `request` what its page will wait for, then hands it on. Next works without a pause until its page asks for
 * the session, and nothing else leaves the process meanwhile: begun here, the cloud answers while Next works.
 */
export async function withHeadStart(request: IncomingMessage, handOn: () => void): Promise<void> {
  const { start } = state;
  if (!start || request.url?.startsWith('/_next/')) return handOn();
  const begun = await Promise.race([start(request).catch(() => null), sleep(atMostMs, null, { ref: false })]);
  state.storage.run(begun, handOn);
}

/** The session that was looked up for the request at hand by this very token; undefined when none was. */
export function findHeadStart(token: string): ArrivedSession | null | undefined {
  const begun = state.storage.getStore();
  return begun?.token === token ? begun.session : undefined;
}
