import { scopeOfSession } from '../auth/scope';
import { connectAccount } from '../connections/verbs';
import { closeDb, getDb } from '../db/client';
import { openVault } from '../db/vault/vault-ring';
import { findLink } from '../members/one-time-link';
import { inviteMember } from '../members/roster/verbs';
import { joinAsMember } from '../members/sign-in/accept-invitation';

/** A process of its own that does one thing, for tests that kill it in the middle. Its only argument is JSON. */
type Deed =
  | { kind: 'verb'; verb: 'invite' | 'connect'; sessionId: string; input: unknown }
  | { kind: 'join'; token: string; memberId: string };

const verbs = { invite: inviteMember, connect: connectAccount };

async function run(deed: Deed): Promise<unknown> {
  if (deed.kind === 'verb') {
    const scope = await scopeOfSession(deed.sessionId);
    return scope && verbs[deed.verb]({ ctx: { scope }, input: deed.input });
  }
  const link = await findLink(deed.token);
  return link && joinAsMember(link, deed.memberId);
}

await openVault(getDb(), Buffer.from(process.env.DOORDESK_VAULT_KEY ?? '', 'base64'));
// What this program's test wrote.
process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '') as Deed)));
await closeDb();
