import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { signManifest } from '../files/record/manifest';
import { manifestPublicKey } from '../files/record/signature';
import { readDemoSecrets } from './demo-secrets';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'export-verify.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function verify(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_ENV: 'test', PATH: process.env.PATH, DOORDESK_DATA: folder },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      said += data;
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

it('checks an export of the demo without settings, and reports a changed file and a missing manifest', async () => {
  const file = path.join(folder, 'events.csv');
  const bytes = randomBytes(1_000);
  writeFileSync(file, bytes);
  expect(await verify(file)).toEqual({
    code: 5,
    said: expect.stringContaining('DOORDESK_VAULT_KEY is missing'),
  });

  mkdirSync(path.join(folder, 'demo'));
  const secrets = { ...readDemoSecrets(path.join(folder, 'demo')), vaultKey: process.env.DOORDESK_VAULT_KEY };
  writeFileSync(path.join(folder, 'demo/demo.json'), JSON.stringify(secrets));
  const manifest = signManifest({
    kind: 'doordesk-export',
    version: 1,
    id: 'one',
    file: 'events.csv',
    format: 'csv',
    count: 2,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    filter: {},
    address: '/events',
    language: 'en',
    account: 'manager@harbor.example',
    role: 'manager',
    actor: 'manager@harbor.example',
    asOf: '2026-11-25T12:00:00.000Z',
    finishedAt: '2026-11-25T12:00:01.000Z',
    schedule: null,
    generatedBy: 'Doordesk',
  });
  writeFileSync(`${file}.manifest.json`, manifest);
  const right = await verify(file);
  expect(right).toEqual({ code: 0, said: expect.stringContaining(manifestPublicKey()) });

  expect(await verify(folder)).toEqual({ code: 5, said: expect.stringContaining('it is a folder') });
  expect(await verify(file, '--manifest', folder)).toEqual({
    code: 4,
    said: expect.stringContaining(`NO MANIFEST: ${folder} cannot be read: it is a folder`),
  });

  writeFileSync(file, bytes.subarray(1));
  expect(await verify(file)).toEqual({ code: 2, said: expect.stringContaining('CUT SHORT') });
  bytes[7] = (bytes[7] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  expect(await verify(file)).toEqual({ code: 1, said: expect.stringContaining('CHANGED') });
});
