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

test('fields whose names say that they are secret are cut, however deep they stand', () => {
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

test("the process's own secrets are cut out of any line, raw and as JSON writes them", () => {
  process.env.DOORDEER_RC4_KEY = 'ca"nary\\key';
  const text = logged((log) => log.error(new Error('the cloud said ca"nary\\key')));
  expect(text).not.toMatch(/nary/);
  expect(text).toContain('[redacted]');
});

test('an error tells type, code and message, and none of what a driver hangs on it', () => {
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

test('a circle in what is logged does not hang or throw', () => {
  const circle: Record<string, unknown> = { name: 'door' };
  circle.self = circle;
  expect(logged((log) => log.info({ circle }, 'x'))).toContain('door');
});
