import pg from 'pg';

const encode = 'percent-encode the password, and a user name with such characters: %23 for "#", %40 for "@"';

/** What is wrong with DATABASE_URL, or null. Repeats no part of it. `mayBePlain`: a remote server needs no TLS. */
export function findAddressFault(text: string, { mayBePlain }: { mayBePlain: boolean }): string | null {
  const form = 'must be written postgres://user:password@host:5432/name';
  if (!/^postgres(ql)?:\/\//.test(text)) return form;
  // The driver takes what follows for a host, and an error message would name it.
  const [authority = ''] = text.replace(/^\w+:\/\//, '').split(/[/?#]/);
  const signs = text.split('@').length - 1;
  if (text.includes('#') || signs > 1 || (signs === 1 && !authority.includes('@')))
    return `holds a "#" or "@" as it is: ${encode}`;
  // `postgres:///name?host=/run/postgresql` names a socket folder and has no host.
  if (!URL.canParse(text) && !/^postgres(ql)?:\/\/\/\w/.test(text))
    return /^[^@]*:[^@]*@/.test(text) ? `${form}, and ${encode}, %2F for "/"` : form;
  const server = findServer(text);
  if (typeof server === 'string') return server;
  if (server.isLocal || server.hasTls || mayBePlain) return null;
  return 'leads to another machine without TLS, so passwords and all data could be read on the way: add ?sslmode=verify-full, or set DOORDESK_ALLOW_PLAIN_DATABASE=1 for a network that only you use';
}

/** Asks the driver, whose reading of sslmode and of PGSSLMODE decides. */
function findServer(text: string): { isLocal: boolean; hasTls: boolean } | string {
  try {
    const { host, ssl } = new pg.Client({ connectionString: text });
    return { isLocal: host.startsWith('/') || isLoopbackHost(host), hasTls: Boolean(ssl) };
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      return 'names a file (sslrootcert, sslcert or sslkey) that cannot be read';
    if (error instanceof URIError) return `holds a "%" that encodes nothing: ${encode}, %25 for "%"`;
    return 'has parameters that cannot be used: check those after the "?"';
  }
}

export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || /^\[?::1\]?$/.test(host) || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Not reached, or refused by PostgreSQL: wrong password (28), no such database (3D), no connection (08, 53, 57). */
export function isConnectionFailure(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const codes = /^(ECONN|ENOTFOUND|EAI_|EHOST|ENETUNREACH|ETIMEDOUT|28|3D|08|53|57|42501)/;
  return codes.test(codeOf(error)) || findRemedy(error) !== null;
}

export function describeConnectionFailure(error: unknown): string {
  const code = codeOf(error);
  const said = error instanceof Error && error.message ? `: ${error.message}` : '';
  const remedy = findRemedy(error);
  return `The database of DATABASE_URL cannot be used${code ? ` (${code})` : ''}${said}${remedy ? `. ${remedy}` : ''}`;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error) return String(error.code);
  return /connection timeout|timeout expired/.test(error.message) ? 'ETIMEDOUT' : '';
}

const unknownAuthority =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER_CERT(_LOCALLY)?|VERIFY_LEAF_SIGNATURE)|CERT_UNTRUSTED)$/;

function findRemedy(error: unknown): string | null {
  const code = codeOf(error);
  if (unknownAuthority.test(code))
    return 'This machine does not know the authority that signed the certificate of the database. Add sslmode=verify-full&sslrootcert=/path/to/authority.pem to DATABASE_URL, with the certificate of that authority';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'The certificate of the database is for another host name. Use that name in DATABASE_URL';
  if (error instanceof Error && /does not support SSL/.test(error.message))
    return 'Switch TLS on in the database, or take sslmode out of DATABASE_URL and set DOORDESK_ALLOW_PLAIN_DATABASE=1 for a network that only you use';
  return null;
}
