import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from './cloud/cloud';
import { readBody } from './cloud/read-body';
import { openLetter } from './world/letters';

export async function serveLetter(
  cloud: Cloud,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const token = /^\/letters\/([0-9a-f]+)$/.exec(path)?.[1];
  if (token === undefined) return false;
  const password =
    request.method === 'POST' ? new URLSearchParams((await readBody(request)) ?? '').get('password') : null;
  const opened = openLetter(cloud.world, token, password);
  if (opened === 'unknown') return page(response, 404, 'This link is not known.');
  if (opened === 'needs-password') return page(response, 200, passwordForm);
  cloud.changed({ kind: 'letter', path: token, body: { password } });
  const what = opened === 'activated' ? 'The account is activated' : 'The new password is saved';
  return page(response, 200, `${what}: you can sign in.`);
}

const passwordForm =
  '<form method="post"><label>New password <input type="password" name="password" required></label> <button>Save</button></form>';

/** Fixed texts only: never prints anything that was sent. */
function page(response: ServerResponse, status: number, html: string): true {
  const text = `<!doctype html><meta charset="utf-8"><title>doordeer</title><p>${html}</p>`;
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
  return true;
}
