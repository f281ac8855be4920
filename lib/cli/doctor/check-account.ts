import { createDoordeerClient, type DoordeerClient } from '../../doordeer/client/client';
import type { Framing } from '../../doordeer/client/framing';
import { isVendorError, type VendorError } from '../../doordeer/errors';
import type { Secret } from '../../doordeer/secret';
import type { Role } from '../../doordeer/words';
import type { Env } from '../../env';
import { type Finding, failed, ok, skipped } from './finding';

export type Person = { account: string; password: Secret; role: Role };

const roles: Role[] = ['manager', 'landlord', 'tenant'];

export async function checkAccount(env: Env, framing: Framing, person: Person): Promise<Finding[]> {
  const client = createDoordeerClient({
    url: env.DOORDEER_URL,
    key: env.DOORDEER_RC4_KEY,
    comid: env.DOORDEER_COMID,
    ...framing,
    timeoutMs: env.DOORDEER_TIMEOUT_MS,
    maxConcurrency: 1,
  });
  try {
    return await examine(client, person);
  } finally {
    await client.close();
  }
}

async function examine(client: DoordeerClient, person: Person): Promise<Finding[]> {
  const { account, password, role } = person;
  const asked = await signIn(client, person, role);
  if (!isVendorError(asked)) {
    await client.call('signOut', { account, password }).catch(() => {});
    return [ok('company id', 'the cloud accepts it'), ok('account', `signed in as ${role}: ${asked}`)];
  }
  if (asked.kind !== 'result')
    return [skipped('company id', 'not known before an account signs in'), explain(asked)];
  // The device list has no code for a wrong password: 10002 answers 2, "failure". So try the other roles and sign-out.
  for (const other of roles.filter((entry) => entry !== role)) {
    const answer = await signIn(client, person, other);
    if (isVendorError(answer)) continue;
    await client.call('signOut', { account, password }).catch(() => {});
    return [
      ok('company id', 'the cloud accepts it'),
      failed(
        'account',
        `the cloud refuses it as ${role}, but accepts it as ${other}: ${answer}`,
        `Sign in as ${other} (--role ${other}).`,
      ),
    ];
  }
  return explainRefusal(await client.call('signOut', { account, password }).then(() => null, asVendorError));
}

/** Sign-out has a code for a wrong password (4), which a refused company id does not get. */
function explainRefusal(error: VendorError | null): Finding[] {
  if (error?.reason === 'wrong-credentials') {
    return [
      skipped('company id', 'not known before an account signs in'),
      failed(
        'account',
        'the cloud refuses the account or its password',
        'Check both in the doordeer app. A new account must be activated by the link in its email.',
        'If the app accepts them, the company id may be the reason: compare DOORDEER_COMID with what the vendor issued.',
      ),
    ];
  }
  if (error === null) {
    return [
      ok('company id', 'the cloud accepts it'),
      failed(
        'account',
        'account and password are right, but the cloud gives no device list in any role',
        'Ask the vendor which role the account has.',
      ),
    ];
  }
  return [
    failed(
      'company id',
      'the cloud refuses every request without saying why',
      'Compare DOORDEER_COMID with what the vendor issued.',
      'If it is right, check the account and its password in the doordeer app.',
    ),
    skipped('account', 'not known before the company id is right'),
  ];
}

async function signIn(
  client: DoordeerClient,
  { account, password }: Person,
  role: Role,
): Promise<string | VendorError> {
  try {
    const { channels, skipped: unreadable } = await client.call(
      'listChannels',
      { account, password, role },
      { retries: 0 },
    );
    const buildings = new Set(channels.map(({ buildingName }) => buildingName)).size;
    const doors = new Set(channels.map(({ gid }) => gid)).size;
    const words = `${buildings} buildings, ${doors} doors, ${channels.length} rooms at them`;
    return unreadable === 0 ? words : `${words}; ${unreadable} entries of the list could not be read`;
  } catch (error) {
    return asVendorError(error);
  }
}

function asVendorError(error: unknown): VendorError {
  if (isVendorError(error)) return error;
  throw error;
}

function explain(error: VendorError): Finding {
  if (error.kind === 'schema') {
    return failed(
      'account',
      `the device list has a shape that Doordesk does not know (${error.detail ?? ''})`,
      'Report this line to the makers of Doordesk.',
    );
  }
  return failed(
    'account',
    `no device list came (${error.reason ?? error.kind})`,
    'Run the doctor again. If it still fails, report the time to the vendor.',
  );
}
