import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { processSlot } from './process-slot';

const secretName = /passw|secret|token|digits|authori[sz]ation|cookie|api_?key|rc4|vault|^key$|_key$/i;
const secretSettings = [
  'DOORDEER_RC4_KEY',
  'DOORDEER_BASIC_AUTH',
  'DOORDESK_VAULT_KEY',
  'DOORDESK_VAULT_KEY_OLD',
  'DOORDESK_METRICS_TOKEN',
  'NEXTAUTH_SECRET',
  'DOORDESK_OIDC_CLIENT_SECRET',
  'DATABASE_URL',
] as const;

/** Redacts by name: fields whose name sounds secret. */
function scrub(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return value;
  if (value instanceof Error) return scrubError(value);
  if (depth > 5) return '[deep]';
  if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON();
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretName.test(name) ? '[redacted]' : scrub(item, depth + 1),
    ]),
  );
}

/** Only what locates the fault: PostgreSQL's `detail` and `parameters` repeat the row, request objects the body. */
function scrubError(error: Error) {
  const code = 'code' in error ? String(error.code) : undefined;
  const cause = error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : undefined;
  return { type: error.name, message: error.message, code, cause, stack: error.stack };
}

/** Second line of defence: removes the process's own secrets, whichever field or message holds them. */
function withoutSecrets(line: string): string {
  let clean = line;
  for (const name of secretSettings) {
    const value = process.env[name];
    if (!value || value.length < 6) continue;
    clean = clean
      .replaceAll(value, '[redacted]')
      .replaceAll(JSON.stringify(value).slice(1, -1), '[redacted]');
  }
  return clean;
}

const requests = processSlot<AsyncLocalStorage<string>>('request-id');
requests.value ??= new AsyncLocalStorage<string>();

/** Lines that `run` logs have the id, also lines of later work that it starts. */
export function withRequestId<T>(run: (id: string) => T): T {
  const id = randomUUID();
  return requests.value ? requests.value.run(id, run, id) : run(id);
}

/** Warnings and errors in a minute that differ in numbers only. Any client may cause them, and the log must not fill up. */
const mostAlike = 10;
const mostKinds = 1_000;
const warn = 40;

/**
 * Counts lines of one kind in a minute. Returns null for a line to leave out, else how many the last minute with such
 * lines left out.
 */
export function createRepeatCounter(most: number, now: () => number): (kind: string) => number | null {
  const counts = new Map<string, { minute: number; count: number }>();
  return (kind) => {
    const minute = Math.floor(now() / 60_000);
    const known = counts.get(kind);
    const isSame = known?.minute === minute;
    const count = isSame ? known.count + 1 : 1;
    if (counts.size >= mostKinds) counts.clear();
    counts.set(kind, { minute, count });
    if (count > most) return null;
    return known && !isSame ? Math.max(0, known.count - most) : 0;
  };
}

function findError(fields: unknown): Error | undefined {
  if (fields instanceof Error) return fields;
  if (fields === null || typeof fields !== 'object') return undefined;
  return Object.values(fields).find((value) => value instanceof Error);
}

export function createLog(write: (line: string) => void, level = 'info', now = Date.now): pino.Logger {
  const countRepeats = createRepeatCounter(mostAlike, now);
  return pino(
    {
      level,
      base: undefined,
      mixin: () => {
        const requestId = requests.value?.getStore();
        return requestId ? { requestId } : {};
      },
      hooks: {
        logMethod(given, method, lineLevel) {
          if (lineLevel < warn) return method.apply(this, given);
          const [fields, text]: unknown[] = given;
          const error = findError(fields);
          const words = typeof fields === 'string' ? fields : text;
          const line = [lineLevel, words, error?.name, error?.message].join(' ');
          const leftOut = countRepeats(line.replace(/\d+/g, '#'));
          if (leftOut === null) return;
          method.apply(leftOut > 0 ? this.child({ leftOut }) : this, given);
        },
      },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        // An object without its secrets is still an object.
        log: (fields) => scrub(fields) as Record<string, unknown>,
      },
      serializers: { err: (error: unknown) => error, error: (error: unknown) => error },
    },
    { write: (line: string) => write(withoutSecrets(line)) },
  );
}

/** Name things by id. Never pass a body or an account's password. */
export const log = createLog(
  (line) => process.stdout.write(line),
  process.env.VITEST ? 'silent' : (process.env.LOG_LEVEL ?? 'info'),
);
