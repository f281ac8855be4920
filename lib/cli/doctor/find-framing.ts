import type { Framing } from '../../doordeer/client/framing';
import { createTransport, ExchangeError, type HttpAnswer } from '../../doordeer/client/transport';
import { CodecError, decodeBody, encodeBody } from '../../doordeer/codec';
import { contract } from '../../doordeer/contract/calls';
import { toFields, toInt } from '../../doordeer/normalise-fields';
import type { Env } from '../../env';

export type Hearing =
  /** It read the request: the answer decrypts, and does not say that parameters are missing. */
  | { kind: 'understood'; plain: boolean }
  /** It answers, but found no parameters in the request. */
  | { kind: 'heard'; plain: boolean }
  /** It answers in base64 that our key does not decrypt. */
  | { kind: 'wrong-key' }
  /** It answers something else. */
  | { kind: 'foreign' }
  | { kind: 'status'; status: number }
  | { kind: 'silent'; problem: string; code: string | undefined };

export type Tried = { framing: Framing; hearing: Hearing };

const COMMON_FIELDS = [
  'json',
  'data',
  'param',
  'params',
  'content',
  'body',
  'request',
  'req',
  'msg',
  'message',
  'value',
  'text',
  'info',
  'postdata',
];

/** Tries one framing after the other. The account does not exist, so no real sign-in fails thirty times. */
export async function findFraming(env: Env): Promise<Tried[]> {
  const auth = env.DOORDEER_BASIC_AUTH;
  const tried: Tried[] = [];
  for (const basicAuth of auth === undefined ? [undefined] : [auth, undefined]) {
    const fields = [...new Set([env.DOORDEER_REQUEST_FIELD ?? '', '', ...COMMON_FIELDS])];
    for (const requestField of fields) {
      const framing = { requestField, basicAuth };
      const hearing = await hear(env, framing);
      tried.push({ framing, hearing });
      if (hearing.kind === 'understood') return tried;
      // Thirty tries would take thirty time-outs. A dropped connection may be due to the framing, so go on.
      if (hearing.kind === 'silent' && hearing.problem !== 'dropped') return tried;
      // Refused before the body is read: no field changes that.
      if (hearing.kind === 'status' && hearing.status === 401) break;
    }
  }
  return tried;
}

async function hear(env: Env, framing: Framing): Promise<Hearing> {
  const transport = createTransport({
    url: env.DOORDEER_URL,
    timeoutMs: env.DOORDEER_TIMEOUT_MS,
    maxConnections: 1,
    ...framing,
  });
  const stranger = {
    comid: env.DOORDEER_COMID,
    account: 'doctor@doordesk.invalid',
    passwd: 'none',
    account_type: 1,
  };
  const key = env.DOORDEER_RC4_KEY.reveal();
  try {
    return readHearing(await transport.post(contract.listChannels.path, encodeBody(stranger, key)), key);
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    return { kind: 'silent', problem: error.problem, code: error.code };
  } finally {
    await transport.close();
  }
}

function readHearing(answer: HttpAnswer, key: string): Hearing {
  const text = answer.body.toString('utf8');
  try {
    const re = toInt(toFields(decodeBody(text, key))?.re);
    const plain = /^\s*\{/.test(text);
    if (re !== null) return { kind: re === 3 ? 'heard' : 'understood', plain };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    if (answer.status === 200 && error.problem === 'wrong-key' && !/^\s*[{[]/.test(text))
      return { kind: 'wrong-key' };
  }
  return answer.status === 200 ? { kind: 'foreign' } : { kind: 'status', status: answer.status };
}
