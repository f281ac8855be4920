import type { IncomingMessage } from 'node:http';
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';
import type { ErrorCode } from '../../errors';
import { isStaticFile } from './static-files';

/** `allow`: the methods that the address has. */
export type RequestFault = {
  status: 400 | 405 | 409;
  code: ErrorCode;
  reason: string;
  allow?: readonly string[];
};

/** What this build has. Both are undefined while a development server still compiles. */
export type BuildParts = {
  /** The ids of its server actions. */
  knownActions?: ReadonlySet<string> | undefined;
  staticFiles?: ReadonlySet<string> | undefined;
};

const ofFiles = ['GET', 'HEAD'];
const ofPages = [...ofFiles, 'POST'];
const ofHandlers = [...ofPages, 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function allowedMethods(url: string, staticFiles: BuildParts['staticFiles']): string[] {
  if (isStaticFile(url, staticFiles)) return ofFiles;
  return url.startsWith('/api/') ? ofHandlers : ofPages;
}

const malformed = (reason: string): RequestFault => ({ status: 400, code: 'invalid-input', reason });

/** Two hosts, although the same: RFC 9112 3.2. A proxy may have checked the one that Node leaves out. */
export function checkHost({ headers, headersDistinct, httpVersion }: IncomingMessage): RequestFault | null {
  if ((headersDistinct.host?.length ?? 0) > 1) return malformed('hosts');
  return headers.host === undefined && httpVersion !== '1.0' ? malformed('host') : null;
}

/** What Next would answer with a failure and a stack in the log, as far as the head of a request shows it. */
export function checkHead(
  { method = 'GET', url = '/', headers }: IncomingMessage,
  { knownActions, staticFiles }: BuildParts,
): RequestFault | null {
  const allow = allowedMethods(url, staticFiles);
  if (!allow.includes(method)) return { ...malformed('method'), status: 405, allow };
  // No page has a web socket. Other protocols on offer are ignored, as HTTP allows.
  if (/websocket/i.test(headers.upgrade ?? '')) return malformed('upgrade');
  if (headers['next-router-state-tree'] !== undefined && !isStateTree(headers['next-router-state-tree']))
    return malformed('router-state');
  if (method !== 'POST' || url.startsWith('/api/')) return null;
  const action = headers['next-action'];
  const isForm = headers['content-type']?.startsWith('multipart/form-data') ?? false;
  if (action === undefined) return isForm ? malformed('form') : null;
  if (typeof action !== 'string' || !/^[0-9a-f]{42}$/.test(action)) return malformed('action');
  if (knownActions && !knownActions.has(action)) return { ...malformed('unknown-action'), status: 409 };
  if (!isForm && headers['content-type']?.startsWith('text/plain') !== true) return malformed('action-type');
  return null;
}

/** Whether React can decode the arguments of an action: JSON as text, or a form whose field 0 is JSON. */
export async function checkAction({ headers }: IncomingMessage, body: Buffer): Promise<RequestFault | null> {
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data'))
    return areArguments(body.toString('utf8'), false) ? null : malformed('action-body');
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'Content-Type': type } }).formData();
    const [first, second] = form.getAll('0');
    const isReadable = typeof first === 'string' && second === undefined && areArguments(first, true);
    return isReadable ? null : malformed('action-body');
  } catch {
    return malformed('action-body');
  }
}

function areArguments(text: string, inForm: boolean): boolean {
  try {
    const given: unknown = JSON.parse(text);
    return Array.isArray(given) && given.length <= 8 && isDecodable(given, { root: given, inForm, path: [] });
  } catch {
    return false;
  }
}

/** React writes other things than JSON as text with `$`: https://github.com/facebook/react, ReactFlightReplyClient. */
const plainMarks = /^\$(\$|undefined$|T$|D[\d:.TZ+-]{1,40}$|n-?\d{1,100}$|-?Infinity$|NaN$|-0$)/;

/** `path`: where the value is in `root`. */
type Position = { root: unknown; inForm: boolean; path: readonly string[] };

function isDecodable(value: unknown, position: Position): boolean {
  const { inForm, path } = position;
  if (path.length > 20) return false;
  if (typeof value === 'string') {
    if (!value.startsWith('$') || plainMarks.test(value)) return true;
    if (value.startsWith('$0:')) return isRepeated(value.slice(3).split(':'), position);
    // A form among the arguments: its fields follow, under a number.
    return inForm && /^\$K[0-9a-f]{1,4}$/.test(value);
  }
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, part]) =>
    isDecodable(part, { ...position, path: [...path, key] }),
  );
}

/** An object that comes a second time is written as the path of the first. One that would hold itself is refused. */
function isRepeated(target: readonly string[], { root, path }: Position): boolean {
  if (target.every((key, index) => key === path[index])) return false;
  let found = root;
  for (const key of target) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return false;
    found = Reflect.get(found, key);
  }
  return typeof found === 'object' && found !== null;
}

function isStateTree(header: string | string[]): boolean {
  try {
    parseAndValidateFlightRouterState(header);
    return true;
  } catch {
    return false;
  }
}
