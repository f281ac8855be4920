import { afterEach, expect, test } from 'vitest';
import { createLog, withRequestId } from './log';

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

test('lines of a request have its id, also after a wait, and other lines have none', async () => {
  const lines: { msg: string; requestId?: string }[] = [];
  const log = createLog((line) => lines.push(JSON.parse(line)));
  const ids = await Promise.all(
    ['first', 'second'].map((name) =>
      withRequestId(async (id) => {
        await new Promise((resolve) => setImmediate(resolve));
        log.info(name);
        return id;
      }),
    ),
  );
  log.info('third');
  expect(lines.map(({ msg, requestId }) => [msg, requestId])).toEqual([
    ['first', ids[0]],
    ['second', ids[1]],
    ['third', undefined],
  ]);
});

test('of errors that differ in numbers only, ten a minute are written, and the next minute says how many were not', () => {
  let now = 0;
  const lines: string[] = [];
  const log = createLog(
    (line) => lines.push(line),
    'info',
    () => now,
  );
  for (let n = 0; n < 50; n++) log.error({ error: new Error(`door ${n} did not answer`) }, 'failed');
  expect(lines).toHaveLength(10);
  log.error({ error: new Error('another') }, 'failed');
  expect(lines).toHaveLength(11);
  for (let n = 0; n < 50; n++) log.info('not a fault');
  expect(lines).toHaveLength(61);
  now = 60_000;
  log.error({ error: new Error('door 7 did not answer') }, 'failed');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ leftOut: 40 });
});

test('how many lines were left out is also said of a line without fields', () => {
  let now = 0;
  const lines: string[] = [];
  const log = createLog(
    (line) => lines.push(line),
    'info',
    () => now,
  );
  for (let n = 0; n < 12; n++) log.error('failed');
  for (let n = 0; n < 13; n++) log.error(new Error('broken'));
  now = 60_000;
  log.error('failed');
  log.error(new Error('broken'));
  expect(lines.slice(-2).map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ leftOut: 2, msg: 'failed' }),
    expect.objectContaining({ leftOut: 3, msg: 'broken' }),
  ]);
});
