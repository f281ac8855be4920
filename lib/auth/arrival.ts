import { isSameList, readListed } from '@/lib/devices/data';
import { tryOpen } from '@/lib/vault';
import { openCookie } from './cookie';
import { cookieName } from './cookie-name';
import { patienceWith, refreshDeviceList } from './device-list';
import { type Ahead, type ArrivedSession, setStarter } from './head-start';
import { cookieOf } from './request';
import { findSession, type Session } from './session';

/**
 * Begins what every request of a signed-in person waits for as soon as it arrives: the session is looked up, and the
 * cloud asked where the device list is too old. Nothing is decided here: a page takes the session if its own cookie
 * names it, and joins the call.
 */
export function startAtArrival(): void {
  setStarter(async ({ headers }) => {
    const sealed = cookieOf(headers.cookie ?? '', cookieName());
    const token = sealed ? await openCookie(sealed) : null;
    if (!token) return null;
    // Not every request is a person's: the page knows, and says so.
    const session = await findSession(token, { touch: false });
    if (!session || patienceWith(session) !== 'waits') return { token, session };
    const asking = await askAhead(session);
    return { token, session: asking, ahead: () => supposeSame(asking) };
  });
}

/** Resolves once the question has left this process. */
async function askAhead(session: Session): Promise<ArrivedSession> {
  const password = tryOpen('session-password', session.id, session.sealedPassword);
  if (!password) return session;
  return new Promise((resolve) => {
    const asked = refreshDeviceList({ ...session, password }, 'person', () => resolve({ ...session, asked }));
    // Its failure meets the page.
    asked.catch(() => {}).finally(() => resolve({ ...session, asked }));
  });
}

/**
 * What a page can be drawn by meanwhile, if the list that is kept is whole: mostly the cloud says the same once more. A
 * list with trouble beside it is none to draw ahead by: the page would show the trouble of before.
 */
function supposeSame(session: ArrivedSession): Ahead | null {
  const { asked, listReadAt, listErrorCode } = session;
  if (!asked || !listReadAt || listErrorCode !== null) return null;
  const supposed = readListed(session.workspaceId);
  const proof = Promise.all([asked, supposed]).then(
    ([answer, list]) => answer.errorCode === null && isSameList(answer, list),
    () => false,
  );
  return { session: { ...session, supposed }, proof };
}
