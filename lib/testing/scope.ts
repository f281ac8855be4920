import { sealCookie } from '../auth/cookie';
import { cookieName } from '../auth/cookie-name';
import { asRequest } from '../auth/request';
import { type Scope, scopeOfSession } from '../auth/scope';
import { signIn } from '../auth/sign-in';
import { getDb } from '../db/client';
import { Secret } from '../doordeer/secret';
import type { Role } from '../doordeer/words';
import type { Simulator } from '../simulator/start-simulator';

export type SignedIn = {
  scope: Scope;
  token: string;
  cookie: string;
  /** Runs `run` as a request from this person's page. */
  as<T>(run: () => Promise<T>): Promise<T>;
};

/** A real sign-in at the cloud of `useSimulator`, without the page. */
export async function signInAs(account: string, password: string, role: Role): Promise<SignedIn> {
  const result = await signIn({
    account,
    password: new Secret(password),
    role,
    userAgent: 'vitest',
    network: 'test',
  });
  if (!result.ok) throw new Error(`test sign-in refused: ${result.code}`);
  return enterSession(result);
}

/** A session that was made without the page. */
export async function enterSession({ id, token }: { id: string; token: string }): Promise<SignedIn> {
  const scope = await scopeOfSession(id);
  if (!scope) throw new Error('the test session has ended');
  const cookie = `${cookieName()}=${await sealCookie(token)}`;
  return { scope, token, cookie, as: (run) => asRequest({ cookie, ...ownOrigin }, run) };
}

/** As if the person had just shown who they are. */
export async function confirmed<S extends SignedIn>(who: S): Promise<S> {
  await getDb()
    .updateTable('session')
    .set({ reauthenticated_at: new Date() })
    .where('id', '=', who.scope.sessionId)
    .execute();
  return who;
}

/** The owner of what a test makes, and three who must not reach it: the same account in another role, and two other accounts. */
export async function signInOwnerAndOthers({
  master,
  tenant,
  otherLandlord,
  manager,
}: Simulator['accounts']): Promise<Record<'owner' | 'sameInOtherRole' | 'other' | 'manager', SignedIn>> {
  return {
    owner: await signInAs(master.account, master.password, 'landlord'),
    sameInOtherRole: await signInAs(tenant.account, tenant.password, 'tenant'),
    other: await signInAs(otherLandlord.account, otherLandlord.password, 'landlord'),
    manager: await signInAs(manager.account, manager.password, 'manager'),
  };
}

export async function signInScope(account: string, password: string, role: Role): Promise<Scope> {
  return (await signInAs(account, password, role)).scope;
}

export function asStranger<T>(run: () => Promise<T>): Promise<T> {
  return asRequest(ownOrigin, run);
}

const ownOrigin = { host: 'doordesk.test', origin: 'http://doordesk.test' };
