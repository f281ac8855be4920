'use client';

import { ImageUp, UserRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, useTransition } from 'react';
import { RefusalNote } from '@/components/auth/refusal-note';
import { Button } from '@/components/ui/button';
import { useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { Field } from '@/components/ui/field';
import { FileButton } from '@/components/ui/file-button';
import { formProps } from '@/components/ui/form-props';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toast';
import type { VerbResult } from '@/lib/abilities/verb';
import { uploadPictureAction } from '@/lib/desk/settings/actions';
import type { ProfilePicture as Picture } from '@/lib/desk/settings/data';
import { pictureHref } from '@/lib/desk/settings/picture-address';
import { MAX_PICTURE_BYTES } from '@/lib/desk/settings/picture-limit';
import { answerOf } from '@/lib/http/call-action';

type Refusal = Extract<VerbResult<unknown>, { ok: false }>;

export function ProfilePicture({ picture }: { picture: Picture | null }) {
  const t = useTranslations('settings.picture');
  const form = useRef<HTMLFormElement>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const stopped = useStopped('account');
  const [fileName, setFileName] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  async function send(data: FormData): Promise<void> {
    if (pending) return;
    const file = data.get('picture');
    if (file instanceof File && file.size > MAX_PICTURE_BYTES) {
      // Not sent: the server would only cut it off.
      setRefusal({
        ok: false,
        code: 'invalid-input',
        fields: { picture: 'settings.picture.wrong.tooLarge' },
      });
      return;
    }
    const asking = answerOf(uploadPictureAction(data));
    startTransition(async () => {
      const result = await asking;
      setRefusal(result.ok ? null : result);
      if (!result.ok) return;
      form.current?.reset();
      setFileName(null);
      toast(t('done'));
    });
    await asking;
  }

  return (
    <div className="flex flex-wrap items-start gap-5">
      <CurrentPicture picture={picture} />
      <form
        ref={form}
        noValidate
        {...formProps(send)}
        className="grid min-w-0 max-w-lg flex-1 basis-64 gap-3"
      >
        {picture ? (
          <p className="text-muted text-sm">
            {t.rich('changed', { time: () => <RelativeTime at={picture.updatedAt} /> })}
          </p>
        ) : (
          <p className="text-muted text-sm">{t('none')}</p>
        )}
        {refusal && !refusal.fields?.picture ? (
          <RefusalNote
            refusal={refusal}
            own={{ 'outcome-unknown': { title: t('unknown.title'), text: t('unknown.text') } }}
          />
        ) : null}
        <Field label={t('file')} description={t('hint')} error={refusal?.fields?.picture}>
          {(control) => (
            <FileButton
              {...control}
              label={t('pick')}
              fileName={fileName}
              name="picture"
              accept="image/png,image/jpeg"
              required
              onChange={(event) => {
                setFileName(event.target.files?.[0]?.name ?? null);
                setRefusal(null);
              }}
            />
          )}
        </Field>
        <DoubtNote doubt={stopped} />
        <Button
          type="submit"
          icon={ImageUp}
          pending={pending}
          disabled={stopped !== null}
          className="justify-self-start"
        >
          {t('upload')}
        </Button>
      </form>
    </div>
  );
}

function CurrentPicture({ picture }: { picture: Picture | null }) {
  const t = useTranslations('settings.picture');
  const [failed, setFailed] = useState<string | null>(null);
  const image = useRef<HTMLImageElement>(null);

  // A picture may fail before hydration, without an event.
  useEffect(() => {
    if (picture && image.current?.complete && image.current.naturalWidth === 0) setFailed(picture.updatedAt);
  }, [picture]);

  const box =
    'grid size-24 shrink-0 place-content-center rounded-full bg-sunken text-center text-muted text-xs';
  if (!picture) {
    return (
      <div className={box}>
        <UserRound aria-hidden className="size-10" strokeWidth={1.25} />
      </div>
    );
  }
  if (failed === picture.updatedAt) return <div className={`${box} px-2`}>{t('notShown')}</div>;
  return (
    // biome-ignore lint/performance/noImgElement: the optimizer is switched off, and must not fetch private pictures.
    <img
      ref={image}
      src={pictureHref(picture.updatedAt)}
      width={96}
      height={96}
      alt={t('current')}
      className="size-24 shrink-0 rounded-full bg-sunken object-cover"
      onError={() => setFailed(picture.updatedAt)}
    />
  );
}
