import { createDoordeerClient, type DoordeerClient } from '../doordeer/client/client';
import { type Env, getEnv } from '../env';
import { getMetrics } from '../metrics';
import { processSlot } from '../process-slot';
import { type GuardedClient, guardCredentials } from './guard-credentials';
import { guardRestoredCopy } from './guard-restored-copy';

type Held = { env: Env; client: DoordeerClient; guarded: GuardedClient };

// One client per process, because its limiter and connections must be shared. Next bundles pages, handlers and
// instrumentation separately, each with a copy of this module.
const shared = processSlot<Held>('cloud');

function sameCloud(a: Env, b: Env): boolean {
  return (
    a.DOORDEER_URL === b.DOORDEER_URL &&
    a.DOORDEER_RC4_KEY.reveal() === b.DOORDEER_RC4_KEY.reveal() &&
    a.DOORDEER_COMID === b.DOORDEER_COMID &&
    a.DOORDEER_REQUEST_FIELD === b.DOORDEER_REQUEST_FIELD &&
    a.DOORDEER_BASIC_AUTH?.reveal() === b.DOORDEER_BASIC_AUTH?.reveal() &&
    a.DOORDEER_TIMEOUT_MS === b.DOORDEER_TIMEOUT_MS &&
    a.DOORDEER_MAX_CONCURRENCY === b.DOORDEER_MAX_CONCURRENCY
  );
}

function openDoordeer(env: Env): DoordeerClient {
  const client = createDoordeerClient({
    url: env.DOORDEER_URL,
    key: env.DOORDEER_RC4_KEY,
    comid: env.DOORDEER_COMID,
    requestField: env.DOORDEER_REQUEST_FIELD,
    basicAuth: env.DOORDEER_BASIC_AUTH,
    timeoutMs: env.DOORDEER_TIMEOUT_MS,
    maxConcurrency: env.DOORDEER_MAX_CONCURRENCY,
    onSent: (sent) => getMetrics()?.calls.inc(sent),
  });
  return guardRestoredCopy(client);
}

/** The process's shared client. It sends nothing with a password in doubt. */
export function getDoordeer(): GuardedClient {
  return open().guarded;
}

/** Unguarded, for typed passwords and for checks of one in doubt. A refusal here puts no password in doubt. */
export function getUnguardedDoordeer(): DoordeerClient {
  return open().client;
}

function open(): Held {
  const env = getEnv();
  const held = shared.value;
  if (held !== undefined && (held.env === env || sameCloud(held.env, env))) return held;
  void held?.client.close();
  const client = openDoordeer(env);
  const opened = { env, client, guarded: guardCredentials(client) };
  shared.value = opened;
  return opened;
}

export async function endDoordeer(): Promise<void> {
  await shared.value?.client.close();
}

export async function closeDoordeer(): Promise<void> {
  const held = shared.value;
  shared.value = undefined;
  await held?.client.close();
}
