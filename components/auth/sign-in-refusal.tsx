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
  const t = useTranslations('auth.signIn');
  const wrong = {
    title: t('unsureWrong.title'),
    text: t('unsureWrong.text', { tried: triedInTurn.length, most: judgedTries }),
  };
  const few = {
    title: t('unsureFew.title'),
    text: t('unsureFew.text', { left: refusal.left ?? 0, roles: triedInTurn.length }),
  };
  return (
    <RefusalNote
      refusal={refusal}
      own={askedRole === 'unsure' ? { 'wrong-password': wrong, 'few-tries': few } : {}}
    />
  );
}
