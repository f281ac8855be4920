import type { Browser } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { z } from 'zod';
import { buildingCapabilities, type Grants, workspaceCapabilities } from '@/lib/db/tables/members';
import { makeCanary } from '@/lib/testing/canaries';
import { run } from '../furnish';
import { addAuthenticator } from '../pages/authenticator';
import { caretakerOf } from '../pages/enter-member';
import { postProvider, stranger, type Visitor } from '../visitor';
import type { LeakyDesk } from './leaky-desk';

const everything: Grants = {
  workspace: [...workspaceCapabilities],
  everywhere: [...buildingCapabilities],
  buildings: [],
};

export const memberNames = ['owner with a passkey', 'caretaker with a password'] as const;
type MemberName = (typeof memberNames)[number];

/**
 * Connects the manager's account, and invites two members, who sign in as people do. What only they and the answer to them
 * may hold is a secret from then on: links, passwords, keys of apps, recovery codes, passkeys.
 */
export async function addLeakyMembers(
  leaky: LeakyDesk,
  { manager, building, browser }: { manager: [string, number]; building: string; browser: Browser },
): Promise<Map<MemberName, Visitor>> {
  const { password } = leaky.person(...manager);
  const host = await leaky.signIn('inviting manager', ...manager);
  await run(host, 'confirmPasswordAction', z.unknown(), { password });
  await run(host, 'connectAccountAction', z.unknown(), { id: await leaky.find('connection', manager[0]) });

  const keepSecret = (what: string, value: string | Buffer) =>
    leaky.evidence.search.addUnmarked({ what, value });
  /** Returns the token of a link, which is shown in one answer only. */
  const linkFor = async (name: string, action: string, input: object): Promise<string> => {
    const { address } = await run(host, action, z.object({ address: z.string() }), input);
    const token = address.split('/').at(-1) ?? '';
    keepSecret(`the link for the ${name}`, token);
    return token;
  };
  const invite = (name: string, grants: Grants) =>
    linkFor(name, 'inviteMemberAction', { name, email: '', grants });

  const [owner, caretaker] = memberNames;
  const byPasskey = await acceptWithPasskey(leaky, { token: await invite(owner, everything), browser });
  await leaky.noteSession(owner, byPasskey);
  const { public_key: publicKey } = await leaky.readOne<{ public_key: Buffer }>(
    'select public_key from member_passkey',
  );
  keepSecret('the public key of a passkey', publicKey);
  // It is public, and the server has to have it. Pages and files have no use for it.
  leaky.evidence.allow('table public.member_passkey', 'the public key of a passkey');
  const asked = await byPasskey.ask('/api/identity/passkey', { method: 'POST', body: '{}' });
  const { options } = z.object({ options: z.object({ challenge: z.string() }) }).parse(await asked.json());
  keepSecret('the challenge of a passkey', Buffer.from(options.challenge, 'base64url'));
  leaky.evidence.allow('table public.sign_in_challenge', 'the challenge of a passkey');

  const byPassword = await acceptWithPassword(leaky, {
    token: await invite(caretaker, caretakerOf(building)),
    name: caretaker,
    keepSecret,
  });
  await leaky.noteSession(caretaker, byPassword);
  await linkFor(`${caretaker}, of recovery`, 'makeRecoveryLinkAction', {
    id: await leaky.find('member', caretaker),
  });
  return new Map([
    [owner, byPasskey],
    [caretaker, byPassword],
  ]);
}

async function acceptWithPasskey(
  { desk }: LeakyDesk,
  { token, browser }: { token: string; browser: Browser },
): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await addAuthenticator(context, page);
  await page.goto(`${desk.url}/invite/${token}`);
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.waitForURL(`${desk.url}/`);
  const visitor = stranger(desk);
  for (const { name, value } of await context.cookies(desk.url)) visitor.cookies.set(name, value);
  await context.close();
  return visitor;
}

async function acceptWithPassword(
  { desk, evidence }: LeakyDesk,
  {
    token,
    name,
    keepSecret,
  }: { token: string; name: string; keepSecret: (what: string, value: string | Buffer) => void },
): Promise<Visitor> {
  const visitor = stranger(desk);
  const offered = z.object({ challengeId: z.string(), key: z.string() });
  const at = `/invite/${token}`;
  const { challengeId, key } = await run(visitor, 'beginInvitedTotpAction', offered, { token, name }, at);
  const secret = Secret.fromBase32(key);
  keepSecret('the key of an authenticator app', key);
  keepSecret('the key of an authenticator app, as bytes', Buffer.from(secret.bytes));
  const password = makeCanary(`the password of the ${name}`);
  evidence.search.add(password);
  const accepted = z.object({ ticket: z.string(), codes: z.array(z.string()) });
  const typed = {
    ...{ token, name, signInName: 'caretaker', challengeId },
    ...{ password: password.value, repeated: password.value, code: new TOTP({ secret }).generate() },
  };
  const { ticket, codes } = await run(visitor, 'acceptWithPasswordAction', accepted, typed, at);
  for (const code of codes) {
    keepSecret('a recovery code', code);
    keepSecret('a recovery code, without dashes', code.replaceAll('-', ''));
  }
  keepSecret('the ticket of a sign-in', ticket);
  const answer = await postProvider(visitor, 'ticket', { ticket });
  await evidence.noteAnswer('sign-in with a ticket', answer);
  if (!answer.ok) throw new Error(`the ticket was answered with ${answer.status}`);
  return visitor;
}
