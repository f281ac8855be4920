import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { takeFingerprint } from './fingerprints.mjs';
import { explainWithStack } from './run-program';

test('a source that cannot be read is named in a sentence', async () => {
  const project = mkdtempSync(path.join(tmpdir(), 'doordesk-sources-'));
  mkdirSync(path.join(project, 'app'));
  const unreadable = path.join(project, 'app/page.tsx');
  // Even root cannot read a socket as a file.
  const socket = createServer();
  await new Promise<void>((resolve) => socket.listen(unreadable, resolve));
  try {
    takeFingerprint(project, 'pages');
    expect.unreachable();
  } catch (error) {
    expect(explainWithStack(error)).toMatch(
      /^Doordesk cannot read \S+page\.tsx \(\w+\)\. Let the account .+ project$/,
    );
  } finally {
    await new Promise((resolve) => socket.close(resolve));
    rmSync(project, { recursive: true });
  }
});
