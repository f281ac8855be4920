import { randomBytes } from 'node:crypto';
import { type Env, EnvError, type EnvFault, readEnv } from '../../env';
import { type Finding, failed, ok } from './finding';

type Source = Record<string, string | undefined>;

/** The settings that lead to the cloud, and what is wrong with any. Null: the examination cannot go on. */
export function readCloudSettings(source: Source): { env: Env | null; finding: Finding } {
  const faults = faultsOf(source);
  if (faults.length === 0)
    return { env: readEnv(source), finding: ok('settings', 'every setting can be used') };
  const lines = faults.map(({ name, fault }) => `${name} ${fault}`);
  const finding = failed('settings', 'some settings cannot be used; Doordesk would not start', ...lines);
  if (faults.some(({ name }) => name.startsWith('DOORDEER_'))) return { env: null, finding };
  // The cloud can be examined all the same: what is wrong has to do with Doordesk alone, so anything valid may stand in.
  const standIn: Source = {
    ...source,
    ...Object.fromEntries(faults.map(({ name }) => [name, undefined])),
    DOORDESK_VAULT_KEY: randomBytes(32).toString('base64'),
    NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
  };
  return { env: readEnv(standIn), finding };
}

function faultsOf(source: Source): readonly EnvFault[] {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.faults;
    throw error;
  }
}
