import { lookup } from 'node:dns/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Finding, failed, ok } from './finding';

export async function checkAddress(url: URL): Promise<Finding> {
  const host = hostOf(url);
  try {
    const found = await lookup(host, { all: true });
    const addresses = [...new Set(found.map(({ address }) => address))];
    return ok(
      'address',
      addresses.includes(host) ? `${host} is a machine’s own address` : `${host} is ${addresses.join(', ')}`,
    );
  } catch (error) {
    const words = `the name ${host} cannot be found (${codeOf(error)})`;
    return codeOf(error) === 'EAI_AGAIN'
      ? failed('address', words, 'This machine’s name server does not answer: check its network and DNS.')
      : failed(
          'address',
          words,
          'Check DOORDEER_URL for a typing error, and whether this machine uses the right DNS.',
        );
  }
}

export async function checkConnection(url: URL, timeoutMs: number): Promise<Finding> {
  const port = portOf(url);
  try {
    await within(connectTcp({ host: hostOf(url), port }), 'connect', timeoutMs);
    return ok('connection', `port ${port} accepts connections`);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ECONNREFUSED') {
      return failed(
        'connection',
        `nothing listens at port ${port}`,
        'Check the port in DOORDEER_URL, and whether the cloud is running.',
      );
    }
    return failed(
      'connection',
      `port ${port} cannot be reached (${code})`,
      'A firewall may block it: this machine must be allowed to connect. Doordesk uses no HTTP proxy.',
    );
  }
}

export async function checkTls(url: URL, timeoutMs: number): Promise<Finding> {
  const host = hostOf(url);
  const socket = connectTls({ host, port: portOf(url), ...(isIp(host) ? {} : { servername: host }) });
  try {
    let until = '';
    socket.once('secureConnect', () => {
      until = socket.getPeerCertificate().valid_to ?? '';
    });
    await within(socket, 'secureConnect', timeoutMs);
    return ok('TLS', `${socket.getProtocol() ?? 'TLS'}, certificate valid until ${until}`);
  } catch (error) {
    const code = codeOf(error);
    return failed('TLS', `a secure connection cannot be made (${code})`, tlsRemedy(code));
  }
}

function tlsRemedy(code: string): string {
  if (code === 'CERT_HAS_EXPIRED')
    return 'The cloud’s certificate has expired: inform the vendor. Check this machine’s clock too.';
  if (code === 'CERT_NOT_YET_VALID') return 'The certificate is not valid yet: check this machine’s clock.';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return 'The certificate is for another name: use the name in DOORDEER_URL that the vendor gave.';
  }
  if (/SELF_SIGNED|UNABLE_TO/.test(code)) {
    return 'The certificate’s issuer is not known here. If it is the vendor’s own, set NODE_EXTRA_CA_CERTS to a file with it.';
  }
  if (code === 'TIMEOUT')
    return 'The machine accepts connections but does not answer: ask the vendor whether this is its https port.';
  return 'This port does not seem to speak https: check the port in DOORDEER_URL.';
}

function within(socket: Socket, event: 'connect' | 'secureConnect', timeoutMs: number): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    socket.setTimeout(timeoutMs, () =>
      reject(Object.assign(new Error('no answer in time'), { code: 'TIMEOUT' })),
    );
    socket.once('error', reject);
    socket.once(event, () => resolve());
  }).finally(() => {
    // An error after the answer does not matter, but without a listener it would end the process.
    socket.on('error', () => {});
    socket.destroy();
  });
}

/** Removes the brackets that a URL has around IPv6. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}

function isIp(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
