import { isIP } from 'node:net';
import { z } from 'zod';
import { findAddressFault, isLoopbackHost } from './db/database-address';
import { Secret } from './doordeer/secret';
import type { Role } from './doordeer/words';
import { OperatorFault } from './errors';
import { isGuessableKey, isGuessableText } from './text/guessable-secret';

const required = z.string({ error: 'is missing' });

/** Never repeats the address, because people paste passwords into addresses. */
function cloudAddressFault(text: string): string | null {
  if (!URL.canParse(text)) return 'is not an address such as https://cloud.example/api';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must start with https://';
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return 'must start with https://: plain http would send account passwords over the network (allowed for this machine only)';
  }
  if (url.username || url.password) return 'must not hold a user name or password: use DOORDEER_BASIC_AUTH';
  if (url.search || url.hash)
    return 'must not hold "?" or "#": give the address that the call names are added to';
  return null;
}

const cloudAddress = z
  .string()
  .superRefine((text, context) => {
    const fault = cloudAddressFault(text);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  })
  .transform((text) => text.replace(/\/+$/, ''));

function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
}

/** Exact base64 only: Node's decoder skips unknown characters, so a mistyped key would silently become another key. */
function isVaultKey(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) return false;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === text;
}

/** A stolen session cookie could be tried against guesses, as fast as a machine can. */
function isWeakSecret(text: string): boolean {
  return text.length < 20 || isGuessableText(text);
}

/** Plain http only on this machine: what the issuer says decides who a person is. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (`${username}${password}${search}${hash}` !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}

/** One of these settings without the others would switch nothing on, silently. */
function findOidcFaults(given: Record<string, string>): EnvFault[] {
  const names = ['DOORDESK_OIDC_ISSUER', 'DOORDESK_OIDC_CLIENT_ID', 'DOORDESK_OIDC_CLIENT_SECRET'];
  const missing = names.filter((name) => !given[name]);
  if (missing.length === names.length) return [];
  return missing.map((name) => ({
    name,
    fault: 'is missing: sign-in by OpenID Connect needs all three settings',
  }));
}

/** With a path, next-auth would look for its calls there, and no one could sign in. */
function isOwnAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname, search, hash } = new URL(text);
  const isBare = `${username}${password}${search}${hash}` === '' && ['/', '/api/auth'].includes(pathname);
  return isBare && (protocol === 'https:' || protocol === 'http:');
}

function findAddressFaults(given: Record<string, string>): EnvFault[] {
  const faults: EnvFault[] = [];
  const mayBePlain = given.DOORDESK_ALLOW_PLAIN_DATABASE === '1';
  const fault = given.DATABASE_URL ? findAddressFault(given.DATABASE_URL, { mayBePlain }) : null;
  if (fault) faults.push({ name: 'DATABASE_URL', fault });
  if (given.DOORDESK_SMTP_URL && !given.DOORDESK_MAIL_FROM)
    faults.push({ name: 'DOORDESK_MAIL_FROM', fault: 'is missing: DOORDESK_SMTP_URL needs it' });
  const own = given.NEXTAUTH_URL;
  if (own && isOwnAddress(own) && isPlainHttp(own) && given.DOORDESK_ALLOW_PLAIN_HTTP !== '1')
    faults.push({ name: 'NEXTAUTH_URL', fault: plainHttp });
  return faults;
}

const plainHttp =
  'must start with https://: plain http shows passwords and doorcodes to the network. Put a proxy with TLS in front, or set DOORDESK_ALLOW_PLAIN_HTTP=1 for a network that only you use';

function isPlainHttp(address: string): boolean {
  const url = new URL(address);
  return url.protocol === 'http:' && !isLoopbackHost(url.hostname);
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const longest = isIP(address) === 6 ? 128 : 32;
  const hasBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
  return isIP(address) !== 0 && hasBits && more.length === 0;
}

/** In the order of the form. */
const roles: readonly Role[] = ['manager', 'landlord', 'tenant'];

const secret = (schema: z.ZodType<string>) => schema.transform((value) => new Secret(value));

const makeKey = 'make one with node -p "crypto.randomBytes(32).toString(\'base64\')"';

const makeToken = 'make one with "openssl rand -hex 24"';

const allowance = z.literal('1', { error: 'must be 1, or empty' }).optional();

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** In milliseconds. The cast is safe: the pattern allows only these units. */
const interval = z
  .string()
  .regex(/^[1-9]\d{0,3}[mhd]$/, 'must be a number of minutes, hours or days, such as 30m, 12h or 1d')
  .transform((text) => Number.parseInt(text, 10) * unitMs[text.at(-1) as keyof typeof unitMs]);

/** Never repeats the address: it holds the password. */
function mailAddressFault(text: string): string | null {
  if (!URL.canParse(text)) return 'is not an address such as smtps://user:password@mail.example:465';
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'smtp:' && protocol !== 'smtps:') return 'must start with smtps:// or smtp://';
  return hostname ? null : 'names no mail server';
}

const settings = z.object({
  DOORDEER_URL: cloudAddress.default('https://doorbell.push2u.com/api'),
  DOORDEER_RC4_KEY: secret(
    required.refine((key) => Buffer.byteLength(key) <= 256, 'is longer than the 256 bytes that RC4 takes'),
  ),
  DOORDEER_COMID: required,
  DOORDEER_REQUEST_FIELD: z
    .string()
    .regex(/^[\w.[\]-]{1,64}$/, 'must be the name of one form field (letters, digits, _ . -)')
    .optional(),
  DOORDEER_BASIC_AUTH: secret(z.string().regex(/^[^:]+:/, 'must be written user:password')).optional(),
  DOORDEER_TIMEOUT_MS: wholeNumber(100, 300_000).default(10_000),
  DOORDEER_MAX_CONCURRENCY: wholeNumber(1, 1_000).default(16),
  DATABASE_URL: z.string().optional(),
  DOORDESK_ALLOW_PLAIN_DATABASE: allowance,
  DOORDESK_ALLOW_PLAIN_HTTP: allowance,
  DOORDESK_DATA: z.string().optional(),
  DOORDESK_HOST: z.string().optional(),
  DOORDESK_BACKUP_DIR: z.string().optional(),
  DOORDESK_METRICS_TOKEN: secret(
    z
      .string()
      .regex(/^[\x21-\x7e]{16,}$/, `must have at least 16 characters, without blanks: ${makeToken}`)
      .refine((text) => !isGuessableText(text), `can be guessed: ${makeToken}`),
  ).optional(),
  DOORDESK_READINGS_EVERY: interval.or(z.literal('0').transform(() => 0)).default(30 * unitMs.m),
  DOORDESK_BACKUP_EVERY: interval.optional(),
  DOORDESK_BACKUP_KEEP: wholeNumber(1, 100_000).optional(),
  DOORDESK_VAULT_KEY: secret(
    required
      .refine(isVaultKey, { error: `must be exactly 32 bytes in base64: ${makeKey}`, abort: true })
      .refine(
        (key) => !isGuessableKey(Buffer.from(key, 'base64')),
        `can be guessed, because its bytes are text, repeat or follow each other: ${makeKey}`,
      ),
  ),
  // A key that can be guessed is allowed here: that is a reason to replace it.
  DOORDESK_VAULT_KEY_OLD: secret(
    z.string().refine(isVaultKey, 'must be exactly 32 bytes in base64'),
  ).optional(),
  NEXTAUTH_URL: z
    .string()
    .refine(isOwnAddress, {
      message:
        'must be the address at which people open Doordesk, such as https://doordesk.example, with nothing after the host',
    })
    .optional(),
  NEXTAUTH_SECRET: secret(
    required.refine(
      (text) => !isWeakSecret(text),
      `can be guessed: it needs 20 characters or more, which do not mostly repeat or follow each other. ${makeKey}`,
    ),
  ),
  DOORDESK_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((networks) => networks.every(isNetwork), {
      message: 'must list addresses or networks, such as 127.0.0.1, 10.0.0.0/8',
    }),
  DOORDESK_REGISTER_ROLES: z
    .string()
    .regex(
      /^(none|(manager|landlord|tenant)([\s,]+(manager|landlord|tenant))*)$/,
      'must list roles: manager, landlord, tenant; or be none',
    )
    .default('tenant')
    .transform((text) => roles.filter((role) => text.split(/[\s,]+/).includes(role))),
  DOORDESK_SMTP_URL: secret(
    z.string().superRefine((text, context) => {
      const fault = mailAddressFault(text);
      if (fault) context.addIssue({ code: 'custom', message: fault });
    }),
  ).optional(),
  DOORDESK_MAIL_FROM: z
    .string()
    .regex(/^([^<>\r\n]* <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
      message: 'must be an address, such as doordesk@example.com or Doordesk <doordesk@example.com>',
    })
    .optional(),
  DOORDESK_SECURITY_CONTACT: z
    .string()
    .regex(/^(mailto:|tel:|https:\/\/)[\x21-\x7e]+$/, 'must be written mailto:, tel: or https:')
    .optional(),
  DOORDESK_OIDC_ISSUER: z
    .string()
    .refine(isIssuer, {
      message:
        'must be the address of an OpenID Connect issuer, such as https://login.example, with nothing after the path',
    })
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  DOORDESK_OIDC_CLIENT_ID: z.string().optional(),
  DOORDESK_OIDC_CLIENT_SECRET: secret(required).optional(),
  PORT: wholeNumber(1, 65_535).default(3_000),
});

export type Env = z.infer<typeof settings>;

export type EnvFault = { name: string; fault: string };

/** The message lists all faults by name, and never a value. */
export class EnvError extends OperatorFault {
  constructor(readonly faults: readonly EnvFault[]) {
    const lines = faults.map(({ name, fault }) => `  ${name} ${fault}`);
    super(`Doordesk cannot start with these settings:\n${lines.join('\n')}`);
  }
}

/** Checks all settings at once. A blank setting counts as absent. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given: Record<string, string> = {};
  for (const name of Object.keys(settings.shape)) {
    const value = source[name]?.trim();
    if (value) given[name] = value;
  }
  const result = settings.safeParse(given);
  const faults = (result.error?.issues ?? []).map(({ path, message }) => ({
    name: path.map(String).join('.'),
    fault: message,
  }));
  faults.push(...findAddressFaults(given), ...findOidcFaults(given));
  if (result.success && faults.length === 0) return result.data;
  throw new EnvError(faults);
}

let held: Env | undefined;
let heldOf = '';

export function getEnv(): Env {
  // Each test file has its own simulator and database.
  if (process.env.VITEST) {
    const given = JSON.stringify(Object.keys(settings.shape).map((name) => process.env[name]));
    if (given !== heldOf) held = undefined;
    heldOf = given;
  }
  held ??= readEnv();
  return held;
}

/** The 32 bytes that seal passwords, chain the audit log and sign certificates. */
export function vaultKey(): Buffer {
  return Buffer.from(getEnv().DOORDESK_VAULT_KEY.reveal(), 'base64');
}

/** The key that `vault:rotate` replaces; null if it is not given. */
export function oldVaultKey(): Buffer | null {
  const old = getEnv().DOORDESK_VAULT_KEY_OLD;
  return old ? Buffer.from(old.reveal(), 'base64') : null;
}
