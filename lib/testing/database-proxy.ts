import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A database behind a way of its own, which can be broken as databases and networks break. */
export type DatabaseProxy = {
  url: string;
  /** Bytes of connections that there are go nowhere any more, as if the server's processes had stopped (SIGSTOP). */
  freeze(options?: { newOnesToo: boolean }): void;
  /** Cuts all connections and takes no more, as a server that has ended. */
  cut(): void;
  /** Takes connections again; frozen ones go on. */
  mend(): void;
  close(): Promise<void>;
};

/** Stands between the code under test and the database at `url`. */
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
