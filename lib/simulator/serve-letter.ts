import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from './cloud';
import { readBody } from './read-body';

/** What stands behind the links in the cloud's letters: an account is activated, a new password is chosen. */
export async function serveLetter(
  cloud: Cloud,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const token = /^\/letters\/([0-9a-f]+)$/.exec(path)?.[1];
  if (token === undefined) return false;
  const letter = cloud.world.outbox.find((one) => one.token === token);
  const account = letter && cloud.world.findAccount(letter.to);
  if (!letter || !account) return page(response, 404, 'This link is not known.');
  if (letter.kind === 'activate') {
    account.activated = true;
    return page(response, 200, 'The account is activated: you can sign in.');
  }
  const chosen =
    request.method === 'POST' ? new URLSearchParams((await readBody(request)) ?? '').get('password') : null;
  if (!chosen) {
    const form =
      '<label>New password <input type="password" name="password" required></label> <button>Save</button>';
    return page(response, 200, `<form method="post">${form}</form>`);
  }
  account.password = chosen;
  return page(response, 200, 'The new password is saved: you can sign in with it.');
}

/** Fixed texts only: nothing that somebody sent is ever printed here. */
function page(response: ServerResponse, status: number, html: string): true {
  const text = `<!doctype html><meta charset="utf-8"><title>doordeer</title><p>${html}</p>`;
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
  return true;
}
