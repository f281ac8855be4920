import { type AddressInfo, createServer, type Socket } from 'node:net';
import pg from 'pg';

export type TransactionPooler = { url: string; close(): Promise<void> };

type Backend = { client: pg.Client; stream: Socket };

/** A pooler in transaction mode, like PgBouncer: each transaction runs on the free connection used last. */
export async function poolTransactions(url: string, size: number): Promise<TransactionPooler> {
  const backends = await Promise.all(Array.from({ length: size }, () => openBackend(url)));
  const free = [...backends];
  const waiting: (() => void)[] = [];
  const clients = new Set<Socket>();
  const server = createServer((socket) => {
    clients.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => clients.delete(socket));
    serveClient(socket, {
      take: async () => {
        while (free.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
        return free.pop() as Backend;
      },
      give: (backend) => {
        free.push(backend);
        waiting.shift()?.();
      },
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = new URL(url);
  own.hostname = '127.0.0.1';
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    async close() {
      for (const socket of clients) socket.destroy();
      for (const { stream } of backends) stream.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function openBackend(url: string): Promise<Backend> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const stream = client.connection.stream as Socket;
  stream.removeAllListeners('data');
  return { client, stream };
}

type Pool = { take(): Promise<Backend>; give(backend: Backend): void };

function serveClient(socket: Socket, { take, give }: Pool): void {
  let buffer = Buffer.alloc(0);
  let hasStarted = false;
  let backend: Backend | null = null;
  let turn = Promise.resolve();

  const onAnswer = (bytes: Buffer) => {
    socket.write(bytes);
    // ReadyForQuery ends an answer: Z, its length 5, and I outside a transaction.
    if (!bytes.subarray(-6).equals(Buffer.from([0x5a, 0, 0, 0, 5, 0x49])) || !backend) return;
    const idle = backend;
    backend = null;
    idle.stream.off('data', onAnswer);
    give(idle);
  };
  const forward = async (message: Buffer) => {
    if (message[0] === 0x58) return void socket.end();
    if (!backend) {
      backend = await take();
      backend.stream.on('data', onAnswer);
    }
    backend.stream.write(message);
  };
  socket.on('data', (bytes: Buffer) => {
    buffer = Buffer.concat([buffer, bytes]);
    for (;;) {
      const head = hasStarted ? 1 : 0;
      if (buffer.length < head + 4) return;
      const end = head + buffer.readInt32BE(head);
      if (buffer.length < end) return;
      const message = buffer.subarray(0, end);
      buffer = buffer.subarray(end);
      if (!hasStarted) {
        hasStarted = true;
        socket.write(welcome);
        continue;
      }
      turn = turn.then(() => forward(message)).catch(() => {});
    }
  });
}

/** AuthenticationOk, an empty BackendKeyData, ReadyForQuery. */
const welcome = Buffer.from([
  0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x4b, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 1, 0x5a, 0, 0, 0, 5, 0x49,
]);
