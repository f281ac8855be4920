'use client';

import { Plus, Smartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { RefusalNote } from '@/components/auth/refusal-note';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useStopped } from '@/components/ui/doubt';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { toast } from '@/components/ui/toast';
import type { VerbResult } from '@/lib/abilities/verb';
import { removePhoneAction, sendPhonesAction } from '@/lib/desk/settings/actions';
import type { PushPhones as Phones, PushPhoneRow } from '@/lib/desk/settings/data';
import { answerOf } from '@/lib/http/call-action';
import { AddPhoneDialog } from './add-phone-dialog';

type Refusal = Extract<VerbResult<unknown>, { ok: false }>;

/** Doordesk keeps the list of phones, and sends all of it with each change (10003). */
export function PushPhones({ phones, state, sentAt }: Phones) {
  const t = useTranslations('settings.phones');
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PushPhoneRow | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const stopped = useStopped('account');
  const [pending, startTransition] = useTransition();

  function run(action: () => Promise<VerbResult<{ state: 'sent' | 'unknown' }>>, done: string) {
    setRefusal(null);
    startTransition(async () => {
      const result = await answerOf(action());
      setRemoving(null);
      if (!result.ok) setRefusal(result);
      // For a lost answer, there is a notice above the list.
      else if (result.data.state === 'sent') toast(done);
    });
  }

  const sendAgain = (
    <Button
      size="small"
      pending={pending && removing === null}
      disabled={stopped !== null}
      onClick={() => run(() => sendPhonesAction({}), t('sentAgain'))}
    >
      {t('sendAgain')}
    </Button>
  );
  return (
    <div className="grid gap-3">
      <p className="max-w-prose text-muted">{t('intro')}</p>
      {state === 'unknown' ? (
        <Notice tone="warn" title={t('unknown.title')} action={sendAgain}>
          {t('unknown.text')}
        </Notice>
      ) : null}
      {refusal ? (
        <RefusalNote
          refusal={refusal}
          own={{ 'refused-empty-list': { title: t('lastOne.title'), text: t('lastOne.text') } }}
        />
      ) : null}
      {phones.length === 0 ? (
        <EmptyState icon={Smartphone} title={t('empty.title')} text={t('empty.text')} />
      ) : (
        <ul className="divide-y divide-line">
          {phones.map((phone) => (
            <PhoneRow key={phone.id} phone={phone} onRemove={() => setRemoving(phone)} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={Plus} onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
        {state === 'sent' && sentAt ? (
          <p className="text-muted text-sm">{t.rich('sent', { time: () => <RelativeTime at={sentAt} /> })}</p>
        ) : null}
      </div>
      <AddPhoneDialog open={adding} onClose={() => setAdding(false)} />
      <ConfirmDialog
        deed="account"
        open={removing !== null}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && run(() => removePhoneAction({ id: removing.id }), t('removed'))}
        title={t('removeTitle', { name: removing?.name ?? '' })}
        description={t('removeText')}
        confirm={t('removeOne', { name: removing?.name ?? '' })}
        pending={pending}
      />
    </div>
  );
}

function PhoneRow({ phone, onRemove }: { phone: PushPhoneRow; onRemove: () => void }) {
  const t = useTranslations('settings.phones');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
      <Smartphone aria-hidden className="size-5 shrink-0 text-muted" strokeWidth={1.5} />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">
          <SafeText>{phone.name}</SafeText>
        </p>
        <p className="break-words text-muted text-sm">
          <span>
            {t(`systems.${phone.phone}`)} · {t('service', { number: phone.pushType })} ·{' '}
          </span>
          <SafeText>{phone.appKey}</SafeText>
          <span>{phone.hasCertificate ? ` · ${t('withCertificate')}` : null}</span>
        </p>
        <p className="text-muted text-sm">
          {t.rich('added', { time: () => <RelativeTime at={phone.addedAt} /> })}
        </p>
      </div>
      <Button size="small" aria-label={t('removeOne', { name: phone.name })} onClick={onRemove}>
        {t('remove')}
      </Button>
    </li>
  );
}
