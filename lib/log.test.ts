import { afterEach, expect, test } from 'vitest';
import { createLog } from './log';

const before = process.env.DOORDEER_RC4_KEY;
afterEach(() => {
  process.env.DOORDEER_RC4_KEY = before;
});

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog((line) => lines.push(line)));
  return lines.join('');
}

test('fields with secret names are redacted at any depth', () => {
  const text = logged((log) =>
    log.info(
      {
        account: 'a',
        call: { input: [{ password: 'canary-1', passwd: 'canary-2' }], lock_passwd: 'canary-3' },
      },
      'x',
    ),
  );
  expect(text).not.toContain('canary');
  expect(text).toContain('"account":"a"');
});

test("the process's own secrets are removed from any line, raw and as JSON", () => {
  process.env.DOORDEER_RC4_KEY = 'ca"nary\\key';
  const text = logged((log) => log.error(new Error('the cloud said ca"nary\\key')));
  expect(text).not.toMatch(/nary/);
  expect(text).toContain('[redacted]');
});

test('an error is logged with type, code and message, and nothing that a driver adds', () => {
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (x)=(canary)',
    parameters: ['canary'],
  });
  for (const text of [
    logged((log) => log.error({ error }, 'x')),
    logged((log) => log.error({ err: error }, 'x')),
    logged((log) => log.error({ deep: { error } }, 'x')),
  ]) {
    expect(text).not.toContain('canary');
    expect(text).toContain('23505');
  }
});

test('a circular value does not hang or throw', () => {
  const circle: Record<string, unknown> = { name: 'door' };
  circle.self = circle;
  expect(logged((log) => log.info({ circle }, 'x'))).toContain('door');
});
