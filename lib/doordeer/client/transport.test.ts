import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useFakeTime } from '../../testing/fake-time';
import { Secret } from '../secret';
import { ownPath, parseCloudUrl } from './address';
import { failure, startTestCloud, type TestCloud } from './test-cloud';
import {
  createTransport,
  type ExchangeError,
  parseRetryAfter,
  readClock,
  type Transport,
  type TransportConfig,
} from './transport';

const time = useFakeTime();
let cloud: TestCloud;
const open: Transport[] = [];

function transport(config: Partial<TransportConfig> = {}): Transport {
  const made = createTransport({ url: cloud.url, timeoutMs: 5_000, maxConnections: 4, ...config });
  open.push(made);
  return made;
}

beforeEach(async () => {
  cloud = await startTestCloud((_arrival, response) => response.end('answer'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.close()));
  await cloud.close();
});

describe('framing', () => {
  it('sends the text as the whole body by default', async () => {
    await transport().post('sign', 'a+b/c==');
    expect(cloud.arrivals[0]).toMatchObject({ method: 'POST', path: '/api/sign', raw: 'a+b/c==' });
    expect(cloud.arrivals[0]?.headers.authorization).toBeUndefined();
  });

  it('sends it in one form field, escaped', async () => {
    await transport({ requestField: 'data[x]' }).post('sign', 'a+b/c==');
    expect(cloud.arrivals[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect([...new URLSearchParams(cloud.arrivals[0]?.raw)]).toEqual([['data[x]', 'a+b/c==']]);
  });

  it('adds HTTP Basic when it is set', async () => {
    await transport({ basicAuth: new Secret('üser:pa:ss') }).post('sign', '');
    const header = cloud.arrivals[0]?.headers.authorization ?? '';
    expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString()).toBe('üser:pa:ss');
  });

  it('puts the call below the base address with or without a slash at its end', async () => {
    await transport({ url: `${cloud.url}/v2/` }).post('sign', '');
    await transport({ url: cloud.url.replace('/api', '') }).post('sign', '');
    expect(cloud.arrivals.map(({ path }) => path)).toEqual(['/api/v2/sign', '/sign']);
  });
});

describe('the address', () => {
  it.each([
    'https://cloud.example/api',
    'http://127.0.0.1:9/api',
    'http://localhost/api',
    'http://[::1]:8080',
  ])('may be %s', (url) => expect(parseCloudUrl(url).href).toContain(url));

  it.each([
    'http://cloud.example/api',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'ftp://cloud.example',
    'https://user:secret@cloud.example',
    'https://cloud.example/api?x=1',
    'https://cloud.example/api#x',
    'cloud.example/api',
    '',
  ])('must not be %j', (url) => {
    expect(() => parseCloudUrl(url)).toThrow(TypeError);
    expect(() => transport({ url })).toThrow(TypeError);
  });

  it('is not repeated in the error about it', () => {
    expect(() => parseCloudUrl('https://user:secret@cloud.example')).toThrow(/^(?!.*secret)/);
  });
});

describe('the address of a picture', () => {
  const base = parseCloudUrl('https://cloud.example/api');
  it.each([
    ['https://cloud.example/qr/1.png?x=1', '/qr/1.png?x=1'],
    ['http://cloud.example/qr/1.png', '/qr/1.png'],
    ['https://CLOUD.example:443/qr/1.png', '/qr/1.png'],
    ['/qr/1.png', '/qr/1.png'],
    ['//cloud.example/qr/1.png', '/qr/1.png'],
  ])('%s is on the cloud’s host', (address, path) => {
    expect(ownPath(base, address)).toBe(path);
  });

  it.each([
    'https://evil.example/1.png',
    '//evil.example/1.png',
    'https://cloud.example:8443/1.png',
    'http://cloud.example:8080/1.png',
    'https://cloud.example.evil.example/1.png',
    'https://cloud.example@evil.example/1.png',
    'https://user:password@cloud.example/1.png',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'https://',
  ])('%s is not', (address) => {
    expect(ownPath(base, address)).toBeNull();
  });

  it('keeps the port of a cloud on this machine', () => {
    const local = parseCloudUrl('http://127.0.0.1:4000/api');
    expect(ownPath(local, 'http://127.0.0.1:4000/1.png')).toBe('/1.png');
    expect(ownPath(local, 'http://127.0.0.1:5432/')).toBeNull();
    expect(ownPath(local, 'https://127.0.0.1:4000/1.png')).toBeNull();
  });
});

describe('an exchange', () => {
  it('keeps its connections alive', async () => {
    const client = transport({ maxConnections: 2 });
    for (let n = 0; n < 3; n++) await Promise.all([client.post('a', ''), client.post('b', '')]);
    expect(new Set(cloud.arrivals.map(({ connection }) => connection)).size).toBeLessThanOrEqual(2);
  });

  it('answers with any status, and follows no redirect', async () => {
    cloud.reply = (_arrival, response) => response.writeHead(302, { location: '/elsewhere' }).end('moved');
    await expect(transport().post('sign', '')).resolves.toMatchObject({
      status: 302,
      body: Buffer.from('moved'),
    });
    expect(cloud.arrivals).toHaveLength(1);
  });

  it('reads text that is cut in the middle of a character', async () => {
    cloud.reply = async (_arrival, response) => {
      const bytes = Buffer.from('港湾');
      response.write(bytes.subarray(0, 2));
      await new Promise((resolve) => setTimeout(resolve, 20));
      response.end(bytes.subarray(2));
    };
    await expect(transport().post('sign', '')).resolves.toMatchObject({ body: Buffer.from('港湾') });
  });

  it('fails as never sent when no server listens', async () => {
    const error = await failure<ExchangeError>(transport({ url: 'http://127.0.0.1:1/api' }).post('sign', ''));
    expect(error).toMatchObject({ problem: 'unreachable', sent: false, code: 'ECONNREFUSED' });
  });

  it('fails as never sent when the name does not exist', async () => {
    const error = await failure<ExchangeError>(
      transport({ url: 'https://doordesk.invalid/api' }).post('sign', ''),
    );
    expect(error).toMatchObject({ problem: 'unreachable', sent: false });
  });

  it('fails as never sent when the other side speaks no TLS', async () => {
    const error = await failure<ExchangeError>(
      transport({ url: cloud.url.replace('http:', 'https:') }).post('sign', 'secret'),
    );
    expect(error).toMatchObject({ problem: 'unreachable', sent: false });
    expect(cloud.arrivals).toHaveLength(0);
  });

  it('fails as never sent when no connection opens in time', async () => {
    const silent = createServer(() => time.pass(500)).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    time.stop();
    const client = transport({ url: `https://127.0.0.1:${port}/api`, timeoutMs: 500 });
    expect(await failure<ExchangeError>(client.post('sign', ''))).toMatchObject({
      problem: 'unreachable',
      sent: false,
    });
    silent.close();
  });

  it('fails as sent and dropped when the connection ends before an answer', async () => {
    cloud.reply = (_arrival, _response, request) => request.socket.destroy();
    expect(await failure<ExchangeError>(transport().post('sign', ''))).toMatchObject({
      problem: 'dropped',
      sent: true,
    });
    expect(cloud.arrivals).toHaveLength(1);
  });

  it('fails as dropped on half an answer', async () => {
    cloud.reply = (_arrival, response, request) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => request.socket.destroy(), 20);
    };
    expect(await failure<ExchangeError>(transport().post('sign', ''))).toMatchObject({
      problem: 'dropped',
      sent: true,
    });
  });

  it('fails as sent and timed out on silence', async () => {
    time.stop();
    cloud.reply = () => time.pass(1_500);
    const error = await failure<ExchangeError>(transport({ timeoutMs: 1_500 }).post('sign', ''));
    expect(error).toMatchObject({ problem: 'timeout', sent: true });
  });

  it('times out on an answer that drips for ever', async () => {
    time.stop();
    cloud.reply = async (_arrival, response) => {
      // The client's limit ends the test, maybe before this side sees the closed connection.
      for (; !response.closed && vi.isFakeTimers(); await time.pass(10)) response.write('x');
    };
    const error = await failure<ExchangeError>(transport({ timeoutMs: 1_500 }).post('sign', ''));
    expect(error).toMatchObject({ problem: 'timeout', sent: true });
  });

  it('stops reading an answer longer than the cap', async () => {
    cloud.reply = (_arrival, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', pour);
      pour();
    };
    const error = await failure<ExchangeError>(transport({ maxBodyBytes: 50_000 }).post('sign', ''));
    expect(error).toMatchObject({ problem: 'too-large', sent: true });
  });

  it('ends at once when it is cancelled, before sending and after', async () => {
    const early = AbortSignal.abort();
    expect(await failure<ExchangeError>(transport().post('sign', '', early))).toMatchObject({
      problem: 'aborted',
      sent: false,
    });
    expect(cloud.arrivals).toHaveLength(0);

    const controller = new AbortController();
    cloud.reply = () => controller.abort();
    const error = await failure<ExchangeError>(transport().post('sign', '', controller.signal));
    expect(error).toMatchObject({ problem: 'aborted', sent: true });
  });

  it('continues with the next call after one is cancelled', async () => {
    const client = transport({ maxConnections: 1, timeoutMs: 1_500 });
    time.stop();
    cloud.reply = () => time.pass(1_500);
    await failure(client.post('sign', ''));
    cloud.reply = (_arrival, response) => response.end('again');
    await expect(client.post('sign', '')).resolves.toMatchObject({ body: Buffer.from('again') });
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-23T10:00:00Z');
  it.each([
    ['2', 2_000],
    ['0', 0],
    ['Mon, 23 Nov 2026 10:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j waits %s ms', (value, wait) => {
    expect(parseRetryAfter(value, now)).toBe(wait);
  });
});

describe('the clock of an answer', () => {
  const between = { sentAt: 1_000_000, receivedAt: 1_000_400 };
  const reading = (at: number) => readClock(new Date(at).toUTCString(), between);

  it('is known to within the time of the exchange and the precision of a Date header', () => {
    expect(reading(1_000_000)).toEqual({ leastMs: -400, mostMs: 2_000 });
    expect(reading(1_300_000)).toEqual({ leastMs: 299_600, mostMs: 302_000 });
    expect(reading(700_000)).toEqual({ leastMs: -300_400, mostMs: -298_000 });
  });

  it.each([undefined, '', 'yesterday'])('is not known by %j', (value) => {
    expect(readClock(value, between)).toBeUndefined();
  });

  it('comes with the answer, where it has one', async () => {
    cloud.reply = (_arrival, response) => {
      response.sendDate = false;
      response.setHeader('Date', new Date(Date.now() + 3_600_000).toUTCString());
      response.end('x');
    };
    const { clock } = await transport().post('sign', 'x');
    expect(clock?.leastMs).toBeGreaterThan(3_500_000);
    expect(clock?.mostMs).toBeLessThan(3_700_000);
    cloud.reply = (_arrival, response) => {
      response.sendDate = false;
      response.end('x');
    };
    expect((await transport().post('sign', 'x')).clock).toBeUndefined();
  });
});
