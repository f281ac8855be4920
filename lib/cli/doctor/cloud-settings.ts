import { randomBytes } from 'node:crypto';
import { type Env, EnvError, type EnvFault, readEnv } from '../../env';
import { type Finding, failed, ok } from './finding';

type Source = Record<string, string | undefined>;

/** The settings for the cloud, and what is wrong with any of them. Null: the examination cannot continue. */
export function readCloudSettings(source: Source): { env: Env | null; finding: Finding } {
  const faults = faultsOf(source);
  if (faults.length === 0) return { env: readEnv(source), finding: ok('settings', 'every setting is valid') };
  const lines = faults.map(({ name, fault }) => `${name} ${fault}`);
  const finding = failed('settings', 'some settings are not valid; Doordesk would not start', ...lines);
  if (faults.some(({ name }) => name.startsWith('DOORDEER_'))) return { env: null, finding };
  // These faults concern only Doordesk, so valid stand-ins let the examination of the cloud continue.
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
