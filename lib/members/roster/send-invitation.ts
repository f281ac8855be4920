import { readRequest } from '@/lib/auth/request';
import { chooseLocale } from '@/lib/i18n/choose-locale';
import { type Locale, preferenceCookies } from '@/lib/i18n/preferences/names';
import { visibleText } from '@/lib/text/visible-text';
import { fillWords, ownAddress, sendMail } from './send-mail';

/** `off`: no mail server is set. `none`: no address was given. */
export type MailOutcome = 'sent' | 'failed' | 'off' | 'none';

export function inviteAddress(token: string): string {
  return ownAddress(`/invite/${token}`);
}

type Invitation = { name: string; by: string; address: string; expiresAt: Date };

/** The link works without it, so a failure is only reported. */
export async function sendInvitation({
  email,
  ...invitation
}: Invitation & { email: string | null }): Promise<MailOutcome> {
  if (!email) return 'none';
  return sendMail({ what: 'an invitation', to: email, write: () => writeMail(invitation) });
}

const words: Record<Locale, () => Promise<{ subject: string; text: string }>> = {
  en: async () => (await import('@/lib/i18n/messages/en/members')).members.mail,
  zh: async () => (await import('@/lib/i18n/messages/zh/members')).members.mail,
};

/** In the language of the person who invites. From the message files, because verbs also run without Next. */
async function writeMail({
  name,
  by,
  address,
  expiresAt,
}: Invitation): Promise<{ subject: string; text: string }> {
  const { headers, cookie } = await readRequest();
  const locale = chooseLocale(cookie(preferenceCookies.locale), headers.get('accept-language'));
  const until = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(expiresAt);
  const values = { name: visibleText(name), by: visibleText(by), address, until };
  const { subject, text } = await words[locale]();
  return { subject: fillWords(subject, values), text: fillWords(text, values) };
}
