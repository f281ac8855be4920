import type { NextRequest } from 'next/server';
import type { ZodError, z } from 'zod';
import { namedBuildings } from '@/lib/abilities/named-buildings';
import { recordAudit } from '@/lib/audit/record';
import { hasConfirmedIdentity, neededProof } from '@/lib/auth/confirm-identity';
import { cutTo } from '@/lib/auth/cut-lists';
import { findObstacle } from '@/lib/auth/find-obstacle';
import { maySomewhere } from '@/lib/auth/grants';
import { withFreshList } from '@/lib/auth/read-fresh-list';
import { findScope, type Scope } from '@/lib/auth/scope';
import { entryOfScope } from '@/lib/auth/scope-entry';
import { isOfOtherTab } from '@/lib/auth/tab-header';
import { getDb } from '@/lib/db/client';
import type { AuditDetail, AuditOutcome } from '@/lib/db/tables/audit';
import type { BuildingCapability } from '@/lib/db/tables/members';
import { type ErrorCode, errorCodeOf, isDeskError } from '@/lib/errors';
import { log } from '@/lib/log';
import { readSearchParams } from '@/lib/table/search-params';
import { fieldErrors, wrongNames } from '@/lib/text/field-errors';
import { askHeader } from './ask-header';
import { describeParameters } from './parameter-words';
import { readBody } from './read-body';

export type HandlerContext<Q, P> = {
  scope: Scope;
  query: Q;
  params: P;
  request: Request;
  signal: AbortSignal;
  /** Of the audit intent; null without `audit`. */
  intentSeq: number | null;
  note(detail: AuditDetail): void;
};

export type HandlerDefinition<S extends z.ZodType, P> = {
  query: S;
  /** `query` is JSON in the body, because it may be too long for an address. */
  inBody?: boolean;
  ability?: (scope: Scope, query: z.output<S>, params: P) => ErrorCode | null | Promise<ErrorCode | null>;
  /** The scope of `ability` and `run` is cut to the buildings where the person has this capability. */
  needs?: BuildingCapability;
  /** For exports and reveals. Written before the answer; if that fails, there is no answer. */
  audit?: (query: z.output<S>, params: P) => { action: string; subject: string; detail?: AuditDetail };
  /** For files with digits that open doors: refused until the person has shown who they are. */
  needsIdentity?: true;
  /**
   * For events: waits for a fresh device list, and is refused without one. `audit` implies `true`. `false`: what is only
   * Doordesk's own, such as a register.
   */
  freshList?: boolean;
  /** `run` writes the outcome itself when the answer has ended: for files that may be cancelled halfway. */
  settles?: boolean;
  /** What else may refuse it, such as too much work: a page that only asks learns it too. Throws DeskError. */
  probe?: (scope: Scope) => Promise<void>;
  run: (context: HandlerContext<z.output<S>, P>) => Promise<unknown>;
};

/** The one way to read over HTTP: session → input → ability → audit → run. Answers are personal and never stored. */
export function defineHandler<S extends z.ZodType, P = Record<never, never>>(
  definition: HandlerDefinition<S, P>,
): (request: NextRequest | Request, context: { params: Promise<P> }) => Promise<Response> {
  return async (request, { params }) => {
    try {
      const found = await findScope();
      if (!found) return refuse('signed-out');
      if (isOfOtherTab(found, request.headers)) return refuse('other-workspace');
      const asked = definition.inBody
        ? jsonOf(await readBody(request, mostBodyBytes))
        : readSearchParams(new URL(request.url).searchParams);
      const parsed = definition.query.safeParse(asked);
      if (!parsed.success) return await refuseInput(parsed.error, definition.inBody === true);
      const query = parsed.data;
      const given = await params;
      const heading = definition.audit?.(query, given);
      const entry = heading && { ...heading, buildings: namedBuildings(found, query) };
      const freshList = definition.freshList ?? entry !== undefined;
      const known = freshList ? await withFreshList(found) : found;
      const { needs } = definition;
      const scope = needs ? cutTo(known, needs) : known;
      const refusal =
        // What leaves Doordesk would be recorded as the viewer's.
        (entry && scope.viewsAs ? 'viewing-as' : null) ??
        (needs && !maySomewhere(scope, needs) ? 'not-allowed' : null) ??
        // Audited data leaves Doordesk permanently, so not with a password that the cloud may no longer accept.
        (entry && scope.inDoubt ? 'cloud-in-doubt' : null) ??
        (freshList ? findObstacle(scope) : null) ??
        (await definition.ability?.(scope, query, given)) ??
        (definition.needsIdentity && !(await hasConfirmedIdentity(scope.sessionId))
          ? neededProof(scope)
          : null);
      const noted: AuditDetail = {};
      const note = (detail: AuditDetail) => void Object.assign(noted, detail);
      const run = (intentSeq: number | null) =>
        definition.run({ scope, query, params: given, request, signal: request.signal, intentSeq, note });
      if (refusal) {
        if (entry) await record(scope, { ...entry, outcome: 'refused', code: refusal });
        return refuse(refusal);
      }
      if (entry && request.headers.has(askHeader)) {
        await definition.probe?.(scope);
        return personal(new Response(null, { status: 204 }));
      }
      const answer = entry
        ? await recorded({ scope, entry, run, noted, settles: definition.settles ?? false })
        : await run(null);
      const response = personal(answer instanceof Response ? answer : json(answer));
      if (request.method !== 'HEAD') return response;
      // Next does not read this body. Cancelling it ends what a file holds.
      await response.body?.cancel();
      return new Response(null, response);
    } catch (error) {
      const code = errorCodeOf(error);
      // An error after the browser disconnected is not a fault.
      if (code === 'unexpected' && !request.signal.aborted)
        log.error({ err: error, path: new URL(request.url).pathname }, 'handler failed');
      return refuse(code, isDeskError(error) ? error.fields : undefined);
    }
  };
}

/** An address may be typed or kept by a person or a program, so its refusal also says in words which parameters are wrong. */
async function refuseInput(error: ZodError, inBody: boolean): Promise<Response> {
  const fields = fieldErrors(error);
  if (inBody) return refuse('invalid-input', fields);
  const message = await describeParameters(wrongNames(error));
  return answerRefusal({ error: 'invalid-input', fields, message });
}

const mostBodyBytes = 1_000_000;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type AuditHeading = {
  action: string;
  subject: string;
  detail?: AuditDetail;
  buildings: readonly string[] | null;
};

type Recorded = {
  scope: Scope;
  entry: AuditHeading;
  run: (intentSeq: number) => Promise<unknown>;
  noted: AuditDetail;
  settles: boolean;
};

async function recorded({ scope, entry, run, noted, settles }: Recorded): Promise<unknown> {
  const intentSeq = await record(scope, { ...entry, outcome: 'intent' });
  try {
    const answer = await run(intentSeq);
    if (!settles) {
      const detail = { ...entry.detail, ...noted };
      await record(scope, { ...entry, detail, outcome: 'done', intentSeq }).catch(() => {});
    }
    return answer;
  } catch (error) {
    await record(scope, { ...entry, outcome: 'failed', code: errorCodeOf(error), intentSeq }).catch(() => {});
    throw error;
  }
}

async function record(
  scope: Scope,
  { code, detail, ...entry }: AuditHeading & { outcome: AuditOutcome; code?: ErrorCode; intentSeq?: number },
): Promise<number> {
  return recordAudit(getDb(), {
    ...(await entryOfScope(scope)),
    ...entry,
    detail: { ...detail, ...(code ? { code } : {}) },
  });
}

const statusOf: Partial<Record<ErrorCode, number>> = {
  'invalid-input': 400,
  'signed-out': 401,
  'password-needed': 403,
  'identity-needed': 403,
  'not-allowed': 403,
  'viewing-as': 403,
  'approval-needed': 403,
  'cloud-in-doubt': 403,
  'not-found': 404,
  conflict: 409,
  'other-workspace': 409,
  'too-large': 413,
  throttled: 429,
  'exports-busy': 429,
  unexpected: 500,
};

export function refuse(code: ErrorCode, fields?: Record<string, string>): Response {
  return answerRefusal(fields ? { error: code, fields } : { error: code });
}

function answerRefusal(body: {
  error: ErrorCode;
  fields?: Record<string, string>;
  message?: string;
}): Response {
  return personal(json(body, statusOf[body.error] ?? 503));
}

/** Compressing a shorter answer would take longer than sending it. */
const packedFrom = 1_024;

function json(value: unknown, status = 200): Response {
  const body = JSON.stringify(value);
  const response = new Response(body, { status, headers: { 'Content-Type': 'application/json' } });
  if (body.length < packedFrom) response.headers.set('Cache-Control', 'no-store, no-transform');
  return response;
}

/** A handler may set its own caching, for a picture in the browser's private cache. */
function personal(response: Response): Response {
  if (!response.headers.has('cache-control')) response.headers.set('Cache-Control', 'no-store');
  return response;
}
