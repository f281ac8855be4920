import { beforeEach, describe, expect, test } from 'vitest';
import { decodeBody, encodeBody } from '../../doordeer/codec';
import { useSimulator } from '../../testing/simulator';
import { at, callAs, roomOf } from '../test-client';

const { simulator } = useSimulator();
beforeEach(() => simulator().reset());

const room = () => roomOf(simulator(), 'master@harbor.example');
const share = () =>
  callAs(simulator(), 'master', 'ShareAdd', { ...at(room()), share_account: 'lodger@harbor.example' });
const isShared = () => room().shares.includes('lodger@harbor.example');

async function quit(headers: Record<string, string> = {}) {
  const { url, key, comid, accounts } = simulator();
  const body = encodeBody({ comid, account: accounts.guest.account, passwd: accounts.guest.password }, key);
  const response = await fetch(`${url}/Quit`, { method: 'POST', body, headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('faults', () => {
  test('strike the next call once, then all is well again', async () => {
    simulator().faults.next({ effect: 'status', status: 500 });
    expect((await quit()).status).toBe(500);
    expect((await quit()).status).toBe(200);
  });

  test('match by call, account, gid and channel, and let some calls pass', async () => {
    simulator().faults.next({
      effect: 'status',
      status: 503,
      call: 'ShareList',
      account: 'master@harbor.example',
      ...{ gid: room().door.gid, channel: room().channel },
      times: 2,
      skip: 1,
    });
    const look = async () => {
      const { url, key, comid } = simulator();
      const body = { comid, account: 'master@harbor.example', passwd: 'doordeer-demo', ...at(room()) };
      return (await fetch(`${url}/ShareList`, { method: 'POST', body: encodeBody(body, key) })).status;
    };
    expect((await quit()).status).toBe(200);
    expect([await look(), await look(), await look(), await look()]).toEqual([200, 503, 503, 200]);
  });

  test('with times null stay until they are cleared', async () => {
    simulator().faults.next({ effect: 'status', status: 502, times: null });
    for (let i = 0; i < 5; i++) expect((await quit()).status).toBe(502);
    simulator().faults.clear();
    expect((await quit()).status).toBe(200);
  });

  test('drop-before loses the call, drop-after loses only the answer', async () => {
    simulator().faults.next({ effect: 'drop-before' });
    await expect(share()).rejects.toThrow('fetch failed');
    expect(isShared()).toBe(false);
    simulator().faults.next({ effect: 'drop-after' });
    await expect(share()).rejects.toThrow('fetch failed');
    expect(isShared()).toBe(true);
    expect(
      simulator()
        .log()
        .map(({ re, status, fault }) => ({ re, status, fault })),
    ).toEqual([
      { re: null, status: null, fault: 'drop-before' },
      { re: 1, status: null, fault: 'drop-after' },
    ]);
  });

  test('status can come after the work is done, with Retry-After', async () => {
    simulator().faults.next({ effect: 'status', status: 504, acted: true, retryAfterSeconds: 7 });
    const { url, key, comid } = simulator();
    const body = {
      comid,
      account: 'master@harbor.example',
      passwd: 'doordeer-demo',
      ...at(room()),
      share_account: 'lodger@harbor.example',
    };
    const response = await fetch(`${url}/ShareAdd`, { method: 'POST', body: encodeBody(body, key) });
    expect([response.status, response.headers.get('retry-after')]).toEqual([504, '7']);
    expect(isShared()).toBe(true);
  });

  test('latency waits before, late-answer after the work', async () => {
    const started = () => simulator().stats().inFlight;
    simulator().faults.next({ effect: 'latency', ms: 1_000 });
    const slow = share();
    await expect.poll(started, { interval: 5 }).toBe(1);
    expect(isShared()).toBe(false);
    await slow;
    simulator().reset();
    simulator().faults.next({ effect: 'late-answer', ms: 1_000 });
    let answered = false;
    const late = share().finally(() => {
      answered = true;
    });
    await expect.poll(isShared, { interval: 5 }).toBe(true);
    expect(answered).toBe(false);
    expect((await late).re).toBe(1);
  });

  test('a delayed call continues when the faults are cleared', async () => {
    const begun = performance.now();
    simulator().faults.next({ effect: 'latency', ms: 60_000 });
    const slow = share();
    await expect.poll(() => simulator().stats().inFlight, { interval: 5 }).toBe(1);
    simulator().faults.clear();
    expect((await slow).re).toBe(1);
    expect(performance.now() - begun).toBeLessThan(60_000);
  });

  test('garbage, wrong-key, half, cut, plain, html and answer spoil the answer as they say', async () => {
    const { key, faults } = simulator();
    const strike = async (effect: 'garbage' | 'wrong-key' | 'half' | 'plain' | 'html') => {
      faults.next({ effect });
      return (await quit()).text;
    };
    for (const text of [
      await strike('garbage'),
      await strike('wrong-key'),
      await strike('half'),
      await strike('html'),
    ]) {
      expect(() => decodeBody(text, key)).toThrow();
    }
    expect(JSON.parse(await strike('plain'))).toEqual({ re: 1 });
    faults.next({ effect: 'cut' });
    await expect(quit()).rejects.toThrow();
    faults.next({ effect: 'answer', json: { re: 77, mainer: ['odd'] } });
    expect(decodeBody((await quit()).text, key)).toEqual({ re: 77, mainer: ['odd'] });
  });

  test('an invalid one is refused, in code and over HTTP', async () => {
    expect(() => simulator().faults.next({ effect: 'status', status: 200 })).toThrow();
    const wrong = await fetch(`${simulator().controlUrl}/faults`, {
      method: 'POST',
      body: '{"effect":"boom"}',
    });
    expect(wrong.status).toBe(400);
    expect((await quit()).status).toBe(200);
  });
});

describe('settings', () => {
  test('maxAtOnce answers 429 beyond the cap, counts these and can send Retry-After', async () => {
    simulator().faults.set({ maxAtOnce: 3, latencyMs: 500, retryAfterSeconds: 2 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => quit()));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(refused[0]?.headers.get('retry-after')).toBe('2');
    expect(simulator().stats()).toMatchObject({ calls: 8, inFlight: 0, refused: 5, byCall: { Quit: 8 } });
    expect(simulator().stats().maxInFlight).toBeGreaterThanOrEqual(4);
  });

  test('basicAuth requires it, and accepts only the right one', async () => {
    simulator().faults.set({ basicAuth: 'door:s3:cret' });
    const refused = await quit();
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="doordeer"',
    ]);
    expect((await quit({ Authorization: `Basic ${btoa('door:wrong')}` })).status).toBe(401);
    expect((await quit({ Authorization: `Basic ${btoa('door:s3:cret')}` })).status).toBe(200);
  });

  test('requestField reads the form field, and nothing else', async () => {
    simulator().faults.set({ requestField: 'data' });
    const { url, key, comid } = simulator();
    const raw = encodeBody({ comid, account: 'guest@harbor.example', passwd: 'doordeer-demo' }, key);
    const post = async (body: string | URLSearchParams) =>
      decodeBody(await (await fetch(`${url}/Quit`, { method: 'POST', body })).text(), key);
    expect(await post(new URLSearchParams({ data: raw }))).toEqual({ re: 1 });
    expect(await post(new URLSearchParams({ other: raw }))).toEqual({ re: 3 });
    expect(await post(raw)).toEqual({ re: 3 });
  });

  test('base64 is broken into lines, without padding or URL-safe, and decodes to the same', async () => {
    const read = async (base64: 'plain' | 'lines' | 'unpadded' | 'url') => {
      simulator().faults.set({ base64 });
      const { url, key, comid } = simulator();
      const body = encodeBody(
        { comid, account: 'landlord@harbor.example', passwd: 'doordeer-demo', account_type: 2 },
        key,
      );
      return (await fetch(`${url}/sign`, { method: 'POST', body })).text();
    };
    const plain = await read('plain');
    const lines = await read('lines');
    expect(Math.max(...lines.split('\r\n').map((line) => line.length))).toBe(76);
    expect(lines.replaceAll('\r\n', '')).toBe(plain);
    expect(await read('unpadded')).toBe(plain.replace(/=+$/, ''));
    expect(await read('url')).toBe(plain.replaceAll('+', '-').replaceAll('/', '_'));
  });

  test('encryption none takes and gives plain JSON', async () => {
    simulator().faults.set({ encryption: 'none' });
    const { url, comid } = simulator();
    const body = JSON.stringify({ comid, account: 'guest@harbor.example', passwd: 'doordeer-demo' });
    expect(await (await fetch(`${url}/Quit`, { method: 'POST', body })).json()).toEqual({ re: 1 });
  });

  test('numbers, lists, locks and keys take every shape that docs/vendor.md names', async () => {
    const sign = () => callAs(simulator(), 'guest', 'sign', { account_type: 3 });
    const usual = await sign();
    const { faults } = simulator();
    const under = async (change: Parameters<typeof faults.set>[0]) => {
      faults.clear();
      faults.set(change);
      return sign();
    };
    const strings = await under({ numberStrings: true });
    expect(strings).toMatchObject({
      re: '1',
      list: [{ vir_chn_no: '2', timezone: '8', main_sub_flag: '0' }, {}, {}],
    });
    expect((await under({ listShape: 'object' })).list).toEqual({
      1: usual.list[0],
      2: usual.list[1],
      3: usual.list[2],
    });
    expect(JSON.parse(String((await under({ listShape: 'string' })).list))).toEqual(usual.list);
    const locks = async (lockShape: 'object' | 'json' | 'ids') =>
      (await under({ lockShape })).list[0]?.lock_id;
    expect(await locks('object')).toEqual({ A001: 'Front gate', A002: 'Lobby door' });
    expect(await locks('json')).toBe('{"A001":"Front gate","A002":"Lobby door"}');
    expect(await locks('ids')).toBe('A001,A002');
    expect(Object.keys(await under({ strayBlanks: true }))).toContain(' list ');
    expect((await under({ misspeltKeys: true })).list[0]).toHaveProperty([' uilding_name'], 'Harbor View');
    faults.clear();
    expect(await sign()).toEqual(usual);
  });

  test('a value outside its range is refused and changes nothing', () => {
    const { faults } = simulator();
    for (const wrong of [{ pageSize: 0 }, { maxAtOnce: -1 }, { nothing: 1 }]) {
      expect(() => faults.set(wrong as object)).toThrow();
    }
    expect(faults.settings.pageSize).toBe(200);
  });
});
