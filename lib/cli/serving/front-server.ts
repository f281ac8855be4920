import type { IncomingMessage, ServerResponse } from 'node:http';
import { clientAddressHeader, networkOf } from '../../auth/client-network';
import { cookieName } from '../../auth/cookie-name';
import type { ErrorCode } from '../../errors';
import { noteRefusal } from '../../http/refusal-log';
import { setSecurityHeaders } from '../../http/security-headers';
import { log } from '../../log';
import { type BuildParts, checkAction, checkHead, checkHost, type RequestFault } from './check-request';
import type { Drain } from './drain-server';
import { discardBody, limitOf, receiveBody } from './limit-body';
import { type Notice, sendNotice } from './notice-page';
import { hasProxy, hostHeader, judgeAddress, markCookie, markOf, markSeconds, namesOwn } from './own-address';
import { type ReplaceAnswer, replaceFailures } from './replace-failures';
import type { Gate } from './request-limiter';
import { readableUrl } from './request-path';
import { isMissingFile } from './static-files';
import type { DatabaseWatch } from './watch-database';

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

export type FrontOptions = BuildParts & {
  own: URL;
  drain: Drain;
  database: DatabaseWatch;
  gate: Gate;
  /** The client's address. Default: the socket's. */
  addressOf?: (request: IncomingMessage) => string;
  handle: Answer;
};

/** Health checks and metrics may use any address that reaches this process. */
const probes = /^\/api\/(health|ready|metrics)(\?|$)/;
const ready = /^\/api\/ready(\?|$)/;
/** Answers before a probe with a limit of 2 s gives up, on a busy machine too. */
const readyMs = 1_700;
/** Answers that last until the process ends. */
const streams = /^\/api\/.*\/stream(\?|$)/;
/** An interrupted sign-in leaves at most a session whose cookie was never sent. */
const signIns = /^\/api\/auth\//;
/** Answered without the database. */
const files =
  /^\/_next\/|^\/\.well-known\/security\.txt$|^\/api\/(health|metrics)(\?|$)|^\/[\w.-]+\.(ico|png|svg|txt|webmanifest)(\?|$)/;

/** Next answers 500 to a range or condition that a file does not meet. RFC 9110 lets a server ignore them. */
const unusedHeaders = ['range', 'if-range', 'if-match', 'if-unmodified-since'];

/** Stands in front of Next and decides what holds for every request, before a page or handler sees it. */
export function createFront(options: FrontOptions): Answer {
  const { own, drain, database, gate, knownActions, staticFiles, handle } = options;
  const { addressOf = ({ socket }: IncomingMessage) => socket.remoteAddress ?? '' } = options;
  let hasWarned = false;
  const underWay = new Map<IncomingMessage, UnderWay>();
  // A page need not wait until its statements fail too. A change may still get its answer.
  database.onAway(() => {
    for (const [request, { begunAt, replaceBy }] of underWay)
      if (begunAt === undefined || isRead(request)) replaceBy(databaseAway);
  });
  drain.onLate(() => {
    for (const [request, { begunAt, replaceBy }] of underWay) {
      const isHarmless = begunAt === undefined || isRead(request) || signIns.test(request.url ?? '');
      replaceBy(isHarmless ? stopping : outcomeUnknown);
    }
  });
  const warnOnce = ({ headers }: IncomingMessage) => {
    if (hasWarned) return;
    hasWarned = true;
    log.warn(
      { host: headers.host },
      `A request's Host header was not ${own.origin} (NEXTAUTH_URL). If a proxy stands in front of Doordesk, let it pass Host on: nginx "proxy_set_header Host $host;" (Caddy does so by itself)`,
    );
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    request.url = readableUrl(pathOf(request.url));
    const path = request.url;
    setSecurityHeaders(response);
    drain.track(request, response);
    const limit = limitOf(request, cookieName());
    const address = addressOf(request);
    request.headers[clientAddressHeader] = address;
    const arriving = receiveBody(request, response, { most: limit.most, network: networkOf(address) });

    const noHost = checkHost(request);
    if (noHost) return refuse(request, response, noHost);

    if (probes.test(path)) {
      response.setHeader(hostHeader, namesOwn(request, own) ? 'own' : 'other');
    } else {
      const host = judgeAddress(request, own);
      if (host !== 'own') warnOnce(request);
      if (host === 'elsewhere' || isForeignChange(request, own)) return sendAway(request, response, own);
    }
    nameOwnAddress(request, own);
    for (const name of unusedHeaders) delete request.headers[name];
    if (isMissingFile(path, staticFiles)) return sendMissing(request, response);
    const fault = checkHead(request, { knownActions, staticFiles });
    if (fault) return refuse(request, response, fault);

    if (drain.isStopping && ready.test(path)) return sendReady(response, false);
    if (drain.isStopping && streams.test(path)) {
      return sendNotice(request, response, stopping);
    }
    if (files.test(path) && isRead(request)) return handle(request, response);

    // Handlers under /api write their own notices, and know the outcome of a change.
    const about = isRead(request) ? databaseAway : !path.startsWith('/api/') && outcomeUnknown;
    const hasFailed = () => known.begunAt !== undefined && database.hasFailedSince(known.begunAt);
    const replaceBy = replaceFailures(request, response, () => hasFailed() && about);
    const known: UnderWay = { begunAt: undefined, replaceBy };
    underWay.set(request, known);
    const late = ready.test(path) ? setTimeout(replaceBy, readyMs, databaseAway) : undefined;
    response.once('close', () => {
      clearTimeout(late);
      underWay.delete(request);
      gate.leave(response);
    });

    const body = await arriving;
    if (response.destroyed || response.writableEnded || body === 'aborted') return;
    if (body === 'too-large') return refuse(request, response, { ...limit, reason: 'body' });
    if (body === 'busy') return refuse(request, response, { status: 503, code: 'busy', reason: 'bodies' });
    const inBody = isAction(request) ? await checkAction(request, body) : null;
    if (inBody) return refuse(request, response, inBody);
    const isThere = database.isAway ? false : await database.answers();
    if (response.destroyed || response.writableEnded) return;
    if (!isThere && ready.test(path)) return sendReady(response, false);
    if (!isThere) return sendNotice(request, response, databaseAway);
    const isTurn = ready.test(path) || streams.test(path) || (await gate.enter(response, visitorOf(request)));
    // Already answered, because the database was lost or the stop ended.
    if (response.destroyed || response.writableEnded) return;
    if (!isTurn) return sendNotice(request, response, stopping);
    known.begunAt = performance.now();
    return handle(request, response);
  }

  return async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      log.error({ error }, 'a request could not be answered');
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  };
}

function isAction({ method, headers, url }: IncomingMessage): boolean {
  return method === 'POST' && headers['next-action'] !== undefined && !url?.startsWith('/api/');
}

type Refusal = Omit<RequestFault, 'status'> & { status: Notice['status'] };

const refusedAs: Partial<Record<ErrorCode, Notice['about']>> = {
  busy: 'busy',
  'signed-out': 'signedOut',
  'too-large': 'tooLarge',
};

/** Nothing of the request reaches Next. */
function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const { status, code, reason, allow } = refusal;
  noteRefusal(reason, request);
  // Next's code in the browser then knows that nothing was done, because the page is of another build.
  if (reason === 'unknown-action') response.setHeader('x-nextjs-action-not-found', '1');
  if (reason === 'upgrade') response.shouldKeepAlive = false;
  if (allow) response.setHeader('Allow', allow.join(', '));
  sendNotice(request, response, { about: refusedAs[code] ?? 'unreadable', status, code });
  discardBody(request);
}

/** For fair turns only: the cookie, or else the address. A forged address gains only a turn, so it is accepted. */
function visitorOf({ headers, socket }: IncomingMessage): string {
  return headers.cookie ?? [headers['x-forwarded-for'], socket.remoteAddress].join(' ');
}

/** `begunAt`: by `performance.now()`; undefined: nothing was done yet. */
type UnderWay = { begunAt: number | undefined; replaceBy: ReplaceAnswer };

const databaseAway: Notice = { about: 'database', status: 503, code: 'database-unavailable' };
const stopping: Notice = { about: 'stopping', status: 503, code: 'stopping' };
const outcomeUnknown: Notice = { about: 'unknown', status: 503, code: 'outcome-unknown' };

function pathOf(url = '/'): string {
  if (url.startsWith('/')) return url;
  if (!URL.canParse(url)) return '/';
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** A browser says from which page a change comes; a program does not. */
function isForeignChange(request: IncomingMessage, own: URL): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (isRead(request)) return false;
  if (site === 'cross-site' || site === 'same-site') return true;
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).origin !== own.origin);
}

/** Redirects to the same page at the right address. A change is not repeated there by itself. */
function sendAway(request: IncomingMessage, response: ServerResponse, own: URL): void {
  if (!isRead(request)) {
    noteRefusal('origin', request);
    sendNotice(request, response, {
      about: 'address',
      status: 403,
      code: 'wrong-address',
      address: own.origin,
    });
    discardBody(request);
    return;
  }
  if (hasProxy(request, own)) {
    response.setHeader(
      'Set-Cookie',
      `${markCookie}=${markOf(request)}; Max-Age=${markSeconds}; Path=/; HttpOnly; SameSite=Lax`,
    );
  }
  response.setHeader('Cache-Control', 'no-store');
  response.statusCode = 307;
  response.setHeader('Location', `${own.origin}${request.url}`);
  response.end();
}

/** What Next takes as the address of this server. */
function nameOwnAddress({ headers }: IncomingMessage, own: URL): void {
  headers.host = own.host;
  headers['x-forwarded-proto'] = own.protocol.slice(0, -1);
  for (const name of ['x-forwarded-host', 'x-forwarded-port', 'forwarded']) delete headers[name];
}

/** A program asks for a file, so no page explains it. */
function sendMissing(request: IncomingMessage, response: ServerResponse): void {
  noteRefusal('no-file', request);
  response.statusCode = 404;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end('Not found\n');
  discardBody(request);
}

function sendReady(response: ServerResponse, ok: boolean): void {
  response.statusCode = ok ? 200 : 503;
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify({ ok }));
}
