import type { Env } from '../../env';
import type { Tried } from './find-framing';
import { type Finding, failed, ok, skipped } from './finding';

/** Explains what the tries show about HTTP, framing and key. `framing`: the one that works, if any. */
export function explainFraming(
  env: Env,
  tried: Tried[],
): { findings: Finding[]; framing: Tried['framing'] | null } {
  const last = tried.at(-1);
  if (last?.hearing.kind === 'silent' && tried.every(({ hearing }) => hearing.kind === 'silent')) {
    return { findings: [explainSilence(last.hearing)], framing: null };
  }
  const statuses = tried.flatMap(({ hearing }) => (hearing.kind === 'status' ? [hearing.status] : []));
  const refusal = tried.length === statuses.length ? explainStatus(env, statuses) : null;
  if (refusal) return { findings: [refusal], framing: null };

  const http = ok('HTTP', 'the address answers');
  if (last?.hearing.kind === 'understood') {
    const [first] = tried;
    const same = first === last;
    const framing = same
      ? ok('framing', `the cloud reads requests as configured (${spellOut(last.framing)})`)
      : failed(
          'framing',
          `the cloud reads requests, but not as configured: ${spellOut(last.framing)} works`,
          ...settingsFor(env, last.framing),
        );
    const key = last.hearing.plain
      ? ok('key', 'the cloud reads what the key encrypts (it answers without encryption)')
      : ok('key', 'the cloud’s answer decrypts');
    return { findings: [http, framing, key], framing: last.framing };
  }
  return { findings: [http, ...explainDeafness(tried)], framing: null };
}

function explainDeafness(tried: Tried[]): Finding[] {
  const kinds = new Set(tried.map(({ hearing }) => hearing.kind));
  if (kinds.has('heard')) {
    const plain = tried.some(({ hearing }) => hearing.kind === 'heard' && hearing.plain);
    const words = 'the cloud answers that parameters are missing, however the request is framed';
    const ask =
      'Ask the vendor which form field carries the encrypted text, and set DOORDEER_REQUEST_FIELD to its name.';
    if (!plain) return [failed('framing', words, ask), ok('key', 'the cloud’s answer decrypts')];
    return [
      failed(
        'framing',
        words,
        ask,
        'It answers without encryption, so the key may be the reason too: compare DOORDEER_RC4_KEY.',
      ),
      skipped('key', 'cannot be checked without the framing'),
    ];
  }
  if (kinds.has('wrong-key')) {
    return [
      skipped('framing', 'cannot be checked before the key is right'),
      failed(
        'key',
        'the cloud’s answer does not decrypt',
        'Compare DOORDEER_RC4_KEY with what the vendor issued: no blanks, no quotes, nothing missing, upper and lower case.',
      ),
    ];
  }
  return [
    failed(
      'framing',
      'the answer does not come from a doordeer cloud',
      'Open DOORDEER_URL in a browser: a web page, a proxy or a sign-in page of the network may answer in its place.',
      'The address must end where the names of the calls begin, such as https://doorbell.push2u.com/api.',
    ),
  ];
}

function explainSilence({ problem, code }: { problem: string; code: string | undefined }): Finding {
  if (problem === 'timeout') {
    return failed(
      'HTTP',
      'no answer came in time',
      'Raise DOORDEER_TIMEOUT_MS, or ask the vendor whether the cloud is overloaded.',
    );
  }
  return failed(
    'HTTP',
    `the connection ended before an answer (${code ?? problem})`,
    'Check whether DOORDEER_URL has the right port, and http or https as the vendor says.',
  );
}

function explainStatus(env: Env, statuses: number[]): Finding | null {
  const [status] = statuses;
  if (status === undefined) return null;
  const words = `the address answers with the HTTP status ${status}`;
  if (statuses.includes(401)) {
    return env.DOORDEER_BASIC_AUTH === undefined
      ? failed(
          'HTTP',
          words,
          'The cloud asks for HTTP Basic: set DOORDEER_BASIC_AUTH=user:password as the vendor gave them.',
        )
      : failed(
          'HTTP',
          words,
          'The user or password in DOORDEER_BASIC_AUTH is wrong: compare them with what the vendor gave.',
        );
  }
  if (status === 403)
    return failed('HTTP', words, 'The cloud refuses this machine: ask the vendor to allow its address.');
  if (status === 404 || status === 405) {
    return failed(
      'HTTP',
      words,
      'The path in DOORDEER_URL is wrong: it must end where the names of the calls begin, such as …/api.',
    );
  }
  if (status >= 300 && status < 400) {
    return failed(
      'HTTP',
      words,
      'The cloud has moved: ask the vendor for its new address and set DOORDEER_URL. Doordesk follows no redirect.',
    );
  }
  if (status === 429)
    return failed(
      'HTTP',
      words,
      'The cloud is busy: wait a minute, lower DOORDEER_MAX_CONCURRENCY, and try again.',
    );
  return failed('HTTP', words, 'The cloud has a fault: try again later, or inform the vendor.');
}

function spellOut({ requestField, basicAuth }: Tried['framing']): string {
  const carrier = requestField ? `the form field “${requestField}”` : 'the raw body';
  return basicAuth === undefined ? carrier : `${carrier}, with HTTP Basic`;
}

function settingsFor(env: Env, { requestField, basicAuth }: Tried['framing']): string[] {
  const lines: string[] = [];
  if ((requestField ?? '') !== (env.DOORDEER_REQUEST_FIELD ?? '')) {
    lines.push(
      requestField ? `Set DOORDEER_REQUEST_FIELD=${requestField}` : 'Leave DOORDEER_REQUEST_FIELD empty.',
    );
  }
  if (basicAuth === undefined && env.DOORDEER_BASIC_AUTH !== undefined)
    lines.push('Leave DOORDEER_BASIC_AUTH empty.');
  return lines;
}
