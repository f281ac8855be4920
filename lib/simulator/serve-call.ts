import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, type Call, parametersMissing, success } from './calls/define-call';
import { isRecord } from './calls/list-of';
import { callsByPath } from './calls/table';
import type { Cloud } from './cloud/cloud';
import { readBody } from './cloud/read-body';
import { type LogEntry, loggableFieldsOf } from './cloud/request-log';
import type { Effect } from './faults/faults';
import { readRequest, writeAnswer } from './open-envelope';
import { shapeAnswer } from './shape-answer';

export async function serveCall(
  cloud: Cloud,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = callsByPath.get(path);
  if (!call) return sendText(response, 404, 'no such call');
  if (request.method !== 'POST') return sendText(response, 405, 'POST only', { Allow: 'POST' });
  const text = await readBody(request);
  if (text === null) return sendText(response, 413, 'too large');
  await new Exchange(cloud, call, request, response).run(text);
}

// `ref: false`: a waiting call must not keep a finished process alive.
const sleep = (ms: number) => wait(ms, undefined, { ref: false });

class Exchange {
  #entry: Omit<LogEntry, 'number'>;
  readonly #startedAt = performance.now();

  constructor(
    private readonly cloud: Cloud,
    private readonly call: Call,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    const at = new Date(cloud.now()).toISOString();
    this.#entry = {
      call: call.path,
      account: '',
      gid: null,
      channel: null,
      sent: {},
      re: null,
      status: null,
      fault: null,
      at,
      tookMs: 0,
    };
  }

  async run(text: string): Promise<void> {
    const inFlight = this.cloud.log.enter(this.call.path);
    try {
      await this.#serve(text, inFlight);
    } finally {
      this.cloud.log.leave();
      this.cloud.log.write({ ...this.#entry, tookMs: Math.round(performance.now() - this.#startedAt) });
    }
  }

  async #serve(text: string, inFlight: number): Promise<void> {
    const { settings } = this.cloud.faults;
    const { key } = this.cloud.options;
    if (settings.basicAuth !== '' && !isAuthorised(this.request, settings.basicAuth)) {
      return this.#sendText(401, 'authentication required', { 'WWW-Authenticate': 'Basic realm="doordeer"' });
    }
    const body = readRequest(text, { key, settings });
    this.#describe(body);
    if (settings.maxAtOnce !== null && inFlight > settings.maxAtOnce) {
      this.cloud.log.refuse();
      return this.#sendStatus(429, settings.retryAfterSeconds ?? undefined);
    }
    const { account, gid, channel } = this.#entry;
    const effect = this.cloud.faults.take({ call: this.call.path, account, gid: gid ?? '', channel });
    this.#entry.fault = effect?.effect ?? null;
    if (settings.latencyMs > 0) await sleep(settings.latencyMs);
    if (await this.#strikeBefore(effect)) return;
    const answer = this.#act(body);
    await this.#strikeAfter(effect, answer);
  }

  async #strikeBefore(effect: Effect | null): Promise<boolean> {
    if (effect?.effect === 'latency') await this.cloud.faults.hold(effect.ms);
    if (effect?.effect === 'drop-before') {
      this.#drop();
      return true;
    }
    if (effect?.effect === 'status' && !effect.acted) {
      this.#sendStatus(effect.status, effect.retryAfterSeconds);
      return true;
    }
    if (effect?.effect === 'answer') {
      if (isRecord(effect.json) && typeof effect.json.re === 'number') this.#entry.re = effect.json.re;
      this.#sendText(
        200,
        writeAnswer(effect.json, { key: this.cloud.options.key, settings: this.cloud.faults.settings }),
      );
      return true;
    }
    return false;
  }

  async #strikeAfter(effect: Effect | null, answer: Answer): Promise<void> {
    const { settings } = this.cloud.faults;
    const { key } = this.cloud.options;
    const json = shapeAnswer(answer, settings);
    const text = writeAnswer(json, { key, settings });
    switch (effect?.effect) {
      case 'drop-after':
        return this.#drop();
      case 'late-answer':
        await this.cloud.faults.hold(effect.ms);
        return this.#sendText(200, text);
      case 'status':
        return this.#sendStatus(effect.status, effect.retryAfterSeconds);
      case 'garbage':
        return this.#sendText(200, '\u0001\u0007%%<~ no base64 at all ~>\uFFFD');
      case 'wrong-key':
        return this.#sendText(200, writeAnswer(json, { key: `${key}?`, settings }));
      case 'half':
        return this.#sendText(200, text.slice(0, Math.floor(text.length / 2)));
      case 'cut':
        return this.#cut(text);
      case 'plain':
        return this.#sendText(200, JSON.stringify(json), { 'Content-Type': 'application/json' });
      case 'html':
        return this.#sendText(200, '<html><body><h1>It works!</h1></body></html>', {
          'Content-Type': 'text/html',
        });
      default:
        return this.#sendText(200, text);
    }
  }

  #act(body: Record<string, unknown> | null): Answer {
    // An unreadable body has no parameters, and the document has a code for that.
    const answer =
      body === null
        ? { re: parametersMissing }
        : this.call.handle(body, this.cloud.options.comid, this.cloud.context());
    this.#entry.re = answer.re;
    if (body !== null && this.call.changes && answer.re === success) {
      this.cloud.changed({ kind: 'call', path: this.call.path, body });
    }
    return answer;
  }

  #describe(body: Record<string, unknown> | null): void {
    if (body === null) return;
    const channel = Number(body.vir_channel_no ?? Number.NaN);
    this.#entry.account = typeof body.account === 'string' ? body.account : '';
    this.#entry.gid = typeof body.gid === 'string' ? body.gid : null;
    this.#entry.channel = Number.isInteger(channel) ? channel : null;
    this.#entry.sent = loggableFieldsOf(body);
  }

  #sendStatus(status: number, retryAfterSeconds: number | undefined): void {
    this.#sendText(
      status,
      '',
      retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
    );
  }

  #sendText(status: number, text: string, headers: Record<string, string> = {}): void {
    this.#entry.status = status;
    sendText(this.response, status, text, headers);
  }

  #drop(): void {
    this.request.socket.destroy();
  }

  #cut(text: string): void {
    this.#entry.status = 200;
    const bytes = Buffer.from(text);
    this.response.writeHead(200, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': bytes.length,
    });
    this.response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => this.request.socket.destroy());
  }
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

function isAuthorised(request: IncomingMessage, expected: string): boolean {
  const [scheme, credentials] = (request.headers.authorization ?? '').split(' ');
  return (
    scheme?.toLowerCase() === 'basic' &&
    Buffer.from(credentials ?? '', 'base64').toString('utf8') === expected
  );
}
