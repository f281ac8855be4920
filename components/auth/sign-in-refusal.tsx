import { useTranslations } from 'next-intl';
import { judgedTries, triedInTurn } from '@/lib/auth/try-limits';
import type { Role } from '@/lib/doordeer/words';
import type { SignInAnswer } from './next-auth-client';
import { RefusalNote } from './refusal-note';

/** Without a role chosen, a wrong password is wrong in each role. So the role is nothing to check. */
export function SignInRefusal({
  refusal,
  askedRole,
}: {
  refusal: Extract<SignInAnswer, { ok: false }>;
  askedRole: Role | 'unsure';
}) {
  const t = useTranslations('auth.signIn.unsureWrong');
  const wrong = {
    title: t('title'),
    text: t('text', { tried: triedInTurn.length, most: judgedTries }),
  };
  return <RefusalNote refusal={refusal} own={askedRole === 'unsure' ? { 'wrong-password': wrong } : {}} />;
}
