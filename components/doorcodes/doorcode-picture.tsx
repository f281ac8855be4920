'use client';

import { QrCode } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

/** Where the server hands out a doorcode's picture, checked and without the cloud's own address. */
export function pictureAddress(doorcodeId: string): string {
  return `/api/pictures/doorcode/${doorcodeId}`;
}

/** The QR picture; where it cannot be had, it says that the digits do as well. */
export function DoorcodePicture({ id, name }: { id: string; name: string }) {
  const t = useTranslations('doorcodes.ticket');
  const [failed, setFailed] = useState(false);
  const image = useRef<HTMLImageElement>(null);

  // A picture that failed before the page came alive has told nobody.
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
      // White, so that a camera reads it in the dark theme too.
      className="size-44 shrink-0 rounded-md bg-white object-contain p-2"
      onError={() => setFailed(true)}
    />
  );
}
