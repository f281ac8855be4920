import { checkAccount, type Person } from './check-account';
import { checkProxy } from './check-proxy';
import { readCloudSettings } from './cloud-settings';
import { explainFraming } from './explain-framing';
import { findFraming } from './find-framing';
import { type Finding, skipped } from './finding';
import { checkAddress, checkConnection, checkTls } from './network';

/** Examines the way to the cloud step by step, and stops when later steps cannot succeed. */
export async function* diagnose(
  source: Record<string, string | undefined>,
  person: () => Promise<Person | null>,
): AsyncGenerator<Finding> {
  const { env, finding } = readCloudSettings(source);
  yield finding;
  if (env === null) return;
  if (env.NEXTAUTH_URL) yield await checkProxy(new URL(env.NEXTAUTH_URL));

  const url = new URL(env.DOORDEER_URL);
  const steps = [checkAddress, checkConnection, ...(url.protocol === 'https:' ? [checkTls] : [])];
  for (const step of steps) {
    const found = await step(url, env.DOORDEER_TIMEOUT_MS);
    yield found;
    if (found.state === 'failed') return;
  }

  const { findings, framing } = explainFraming(env, await findFraming(env));
  yield* findings;
  if (framing === null) return;

  const who = await person();
  if (who === null) {
    yield skipped('company id', 'not known without an account: add --account');
    yield skipped('account', 'none was given: add --account, and --role unless it is a manager');
    return;
  }
  yield* await checkAccount(env, framing, who);
}
