import { readListed } from '@/lib/devices/data';
import { openCookie } from './cookie';
import { cookieName } from './cookie-name';
import { patienceWith, refreshDeviceList } from './device-list';
import { type ArrivedSession, type Listed, setStarter } from './head-start';
import { cookieOf } from './request';
import { findSession, type Session } from './session';
import { tryOpen } from './vault';

/**
 * Begins what every request of a signed-in person waits for as soon as it arrives: the session is looked up, and the
 * cloud asked where the device list is too old. Nothing is decided here: a page takes the session if its own cookie
 * names it, and joins the call.
 */
export function startAtArrival(): void {
  setStarter(async ({ headers, method }) => {
    const sealed = cookieOf(headers.cookie ?? '', cookieName());
    const token = sealed ? await openCookie(sealed) : null;
    if (!token) return null;
    // Not every request is a person's: the page knows, and says so.
    const session = await findSession(token, { touch: false });
    if (!session) return { token, session };
    const arrived: ArrivedSession = await askAhead(session);
    // What changes something may change the list as well, and draws its page after that.
    return {
      token,
      session: method === 'GET' ? { ...arrived, kept: { list: readAhead(session) } } : arrived,
    };
  });
}

function readAhead({ workspaceId }: Session): Promise<Listed> {
  const list = readListed(workspaceId);
  // Its failure meets the page.
  list.catch(() => {});
  return list;
}

/** Resolves once the question has left this process. */
async function askAhead(session: Session): Promise<ArrivedSession> {
  if (patienceWith(session) !== 'waits') return session;
  const password = tryOpen('session-password', session.id, session.sealedPassword);
  if (!password) return session;
  return new Promise((resolve) => {
    const asked = refreshDeviceList({ ...session, password }, 'person', () => resolve({ ...session, asked }));
    // Its failure meets the page.
    asked.catch(() => {}).finally(() => resolve({ ...session, asked }));
  });
}
