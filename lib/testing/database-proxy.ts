import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type DatabaseProxy = {
  url: string;
  /** Stops passing bytes of open connections, as if the server's processes had stopped (SIGSTOP). */
  freeze(options?: { newOnesToo: boolean }): void;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
};

export async function proxyDatabase(url: string): Promise<DatabaseProxy> {
  const target = new URL(url);
  const pairs = new Set<[Socket, Socket]>();
  let way: 'open' | 'frozen' | 'cut' = 'open';
  const server = createServer((near) => {
    if (way === 'cut') return near.destroy();
    const far = connect(Number(target.port) || 5432, target.hostname);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near]] as const) {
      from.pipe(to);
      from.on('error', () => {});
      from.once('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
    if (way === 'frozen') hold(pair);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = new URL(url);
  own.hostname = '127.0.0.1';
  own.port = String((server.address() as AddressInfo).port);

  function hold([near, far]: [Socket, Socket]): void {
    near.unpipe(far).pause();
    far.unpipe(near).pause();
  }
  return {
    url: own.href,
    freeze({ newOnesToo } = { newOnesToo: true }) {
      if (newOnesToo) way = 'frozen';
      for (const pair of pairs) hold(pair);
    },
    cut() {
      way = 'cut';
      for (const [near] of pairs) near.destroy();
    },
    mend() {
      way = 'open';
      for (const [near, far] of pairs) {
        near.pipe(far);
        far.pipe(near);
      }
    },
    async close() {
      for (const [near] of pairs) near.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
