import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as refusals from '../../http/refusal-log';
import { answerParserErrors } from './parser-error';

/** Answers when the body has come. */
const server = createServer((request, response) => {
  if (request.url === '/slow') response.write('half ');
  request.resume().once('end', () => response.end('page'));
});

beforeAll(async () => {
  answerParserErrors(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

function say(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}

function expectHeaders(answer: string): void {
  for (const header of [
    'Strict-Transport-Security: max-age=31536000; includeSubDomains',
    'X-Content-Type-Options: nosniff',
    "Content-Security-Policy: default-src 'none'",
    'Cache-Control: no-store',
    'Connection: close',
  ])
    expect(answer).toContain(header);
}

test.each([
  ['no request', 'hello\r\n\r\n', 400],
  ['a header that is none', 'GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n', 400],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  [
    'an expectation that none knows',
    'GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n',
    417,
  ],
  ['a header of 20 kB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
])('%s gets the same headers as every answer', async (_what, text, status) => {
  const answer = await say(text);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expectHeaders(answer);
});

const chunked = (body: string, path = '/login') =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${body}`;

test.each([
  ['a length that is none', chunked('ZZ\r\n'), 400],
  ['a length below zero', chunked('-1\r\n'), 400],
  ['a length of too many digits', chunked(`${'f'.repeat(20)}\r\n`), 400],
  ['a note of 20 kB', chunked(`1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`), 413],
  ['a fault after good parts', chunked('1\r\na\r\n1\r\nb\r\nZZ\r\n'), 400],
  ['an unknown encoding', chunked('').replace('chunked', 'xchunked'), 400],
])('a body in parts with %s is answered too, and noted', async (_what, text, status) => {
  const noted = vi.spyOn(refusals, 'noteRefusal');
  const answer = await say(text);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expectHeaders(answer);
  expect(noted).toHaveBeenCalledWith('unreadable', expect.objectContaining({ url: '/login' }));
});

test('an answer that has begun is cut, and gets no second head', async () => {
  const answer = await say(chunked('ZZ\r\n', '/slow')).catch(() => '');
  expect(answer).not.toContain(' 400 ');
});
