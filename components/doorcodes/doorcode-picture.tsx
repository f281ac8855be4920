'use client';

import { QrCode } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

/** Address of the checked picture. The cloud's own address stays on the server. */
export function pictureAddress(doorcodeId: string): string {
  return `/api/pictures/doorcode/${doorcodeId}`;
}

/** The QR picture, or a note that the digits also work. */
export function DoorcodePicture({ id, name }: { id: string; name: string }) {
  const t = useTranslations('doorcodes.ticket');
  const [failed, setFailed] = useState(false);
  const image = useRef<HTMLImageElement>(null);

  // A picture may fail before hydration, without an event.
  useEffect(() => {
    if (image.current?.complete && image.current.naturalWidth === 0) setFailed(true);
  }, []);

  if (failed) {
    return (
      <div className="grid size-44 shrink-0 place-content-center justify-items-center gap-2 rounded-md bg-sunken p-3 text-center text-muted text-sm">
        <QrCode aria-hidden className="size-6" />
        <span>{t('pictureFailed')}</span>
      </div>
    );
  }
  return (
    // biome-ignore lint/performance/noImgElement: the optimizer is switched off, and must not fetch private pictures.
    <img
      ref={image}
      src={pictureAddress(id)}
      width={176}
      height={176}
      alt={t('picture', { name })}
      // White, so that a camera can read it in the dark theme.
      className="size-44 shrink-0 rounded-md bg-white object-contain p-2"
      onError={() => setFailed(true)}
    />
  );
}
