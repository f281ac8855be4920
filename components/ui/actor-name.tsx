import { useTranslations } from 'next-intl';
import { deskActor } from '@/lib/audit/entry';
import { SafeText } from './safe-text';

/** Who did or asked something, after what they signed in as: people choose their names. Doordesk itself has no such word. */
export function ActorName({ name, memberId }: { name: string; memberId: string | null }) {
  const t = useTranslations('common.actorKinds');
  const kind = memberId ? 'member' : name === deskActor ? null : 'vendor';
  return (
    <>
      {kind ? <span className="text-muted">{t(kind)} </span> : null}
      <SafeText>{name}</SafeText>
    </>
  );
}
