import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ListedChannels, StoredChannels } from '@/lib/devices/data';
import { processSlot } from '@/lib/process-slot';
import { type Draft, drawDraft, type Handle, sendDraft } from './draft';
import type { Session } from './session';

export type ArrivedSession = Session & {
  /** The device list that is on its way, if the request has to wait for one. */
  asked?: Promise<StoredChannels>;
  /** The list to go by, instead of the one that is on its way: in a draft alone. */
  supposed?: Promise<ListedChannels>;
};

/** The session of a request that has just arrived, and the token by which it was looked up. */
export type HeadStart = {
  token: string;
  session: ArrivedSession | null;
  /** How a page may be drawn before the device list that it waits for is there; null when there is no list to suppose. */
  ahead?: () => Ahead | null;
  /** In a draft: is it the answer? */
  sent?: Promise<boolean>;
};

/** What a draft goes by, and whether that will have been right. */
export type Ahead = { session: ArrivedSession; proof: Promise<boolean> };

type Starter = (request: IncomingMessage) => Promise<HeadStart | null>;

type Shared = { start: Starter | null; storage: AsyncLocalStorage<HeadStart | null> };
const shared = processSlot<Shared>('head-start');
shared.value ??= { start: null, storage: new AsyncLocalStorage() };
const state = shared.value;

/** What is begun for each request before Next looks for its page. */
export function setStarter(start: Starter): void {
  state.start = start;
}

/**
 * Begins for `request` what its page will wait for, then has `handle` answer it. Next works without a pause until its
 * page asks for the session, and nothing else leaves the process meanwhile: begun here, the cloud answers while Next works.
 * A cloud that takes longer than `draftWaitsMs` has the page's frame sent before its answer; a database that is slower
 * than `startWaitsMs` is waited for by those who need it, and by no others.
 */
export async function withHeadStart(
  request: IncomingMessage,
  response: ServerResponse,
  handle: Handle,
  { startWaitsMs = 50, draftWaitsMs = 250 } = {},
): Promise<void> {
  const { start } = state;
  if (!start || request.url?.startsWith('/_next/')) return void handle(request, response);
  const begun = await Promise.race([
    start(request).catch(() => null),
    sleep(startWaitsMs, null, { ref: false }),
  ]);
  const ahead = isPage(request) ? begun?.ahead?.() : null;
  if (begun && ahead) {
    const draw = (sent: Promise<boolean>, signal: AbortSignal) =>
      state.storage.run({ token: begun.token, session: ahead.session, sent }, () =>
        drawDraft(request, handle, signal),
      );
    if (await answerAhead(response, draw, { proof: ahead.proof, draftWaitsMs })) return;
  }
  state.storage.run(begun, () => handle(request, response));
}

/** Handlers may do things, and note what they do; of pages, which only read, one may be drawn in vain. */
function isPage({ method, url }: IncomingMessage): boolean {
  return method === 'GET' && !url?.startsWith('/api/');
}

/**
 * Draws the page by the known device list while the cloud is asked whether that still is the one. Not a byte leaves
 * before it has said so; when it says otherwise, nothing, or too late, the draft is thrown away: answers whether the
 * request was answered. `draw` is told whether the draft will have been sent, and when to stop.
 */
async function answerAhead(
  response: ServerResponse,
  draw: (sent: Promise<boolean>, signal: AbortSignal) => Promise<Draft>,
  { proof, draftWaitsMs }: { proof: Promise<boolean>; draftWaitsMs: number },
): Promise<boolean> {
  let settle = (_isSent: boolean) => {};
  const sent = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  const calledOff = new AbortController();
  const callOff = () => calledOff.abort();
  response.once('close', callOff);
  const drawing = draw(sent, calledOff.signal).catch(() => null);
  const isProven = await Promise.race([proof, sleep(draftWaitsMs, false, { ref: false })]);
  const draft = isProven ? await drawing : null;
  // What went wrong in a draft may go right in the page itself.
  const isAnswer = draft !== null && draft.status < 500;
  settle(isAnswer);
  if (isAnswer) await sendDraft(draft, response);
  else callOff();
  return isAnswer || response.destroyed;
}

/** The session that was looked up for the request at hand by this very token; undefined when none was. */
export function findHeadStart(token: string): ArrivedSession | null | undefined {
  const begun = state.storage.getStore();
  return begun?.token === token ? begun.session : undefined;
}

/** Is what is being drawn now what the browser gets? Known once it is sent or thrown away. */
export async function isSent(): Promise<boolean> {
  return (await state.storage.getStore()?.sent) ?? true;
}
