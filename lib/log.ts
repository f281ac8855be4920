import pino from 'pino';

const secretName = /passw|secret|token|digits|authori[sz]ation|cookie|api_?key|rc4|vault|^key$|_key$/i;
const secretSettings = [
  'DOORDEER_RC4_KEY',
  'DOORDEER_BASIC_AUTH',
  'DOORDESK_VAULT_KEY',
  'DOORDESK_VAULT_KEY_OLD',
  'DOORDESK_METRICS_TOKEN',
  'NEXTAUTH_SECRET',
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

export function createLog(write: (line: string) => void, level = 'info'): pino.Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
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
