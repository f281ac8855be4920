import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type DripStep = 'greeting' | 'ehlo' | 'data';

/** A mail server that answers one step with one more line, and one more, and never with the last. */
export async function drippingServer(step: DripStep) {
  let drips = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    const drip = (line: string) => {
      drips += 1;
      socket.write(line, () => setImmediate(() => socket.writable && drip(line)));
    };
    if (step === 'greeting') return drip('220-wait\r\n');
    socket.write('220 here\r\n');
    let isText = false;
    socket.on('data', (bytes) => {
      for (const line of bytes.toString().split('\r\n')) {
        if (/^EHLO/i.test(line)) step === 'ehlo' ? drip('250-wait\r\n') : socket.write('250 here\r\n');
        if (/^(MAIL|RCPT)/.test(line)) socket.write('250 fine\r\n');
        if (isText && line === '.') drip('250-wait\r\n');
        if (line === 'DATA') {
          isText = true;
          socket.write('354 go on\r\n');
        }
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    hasBegun: () => drips > 1,
    isLeft: () => sockets.size === 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
