'use client';

import { Ban, Download, Printer } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Through } from '@/components/jobs/through';
import { Button, buttonClasses } from '@/components/ui/button';
import { SafeText } from '@/components/ui/safe-text';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import { roomLabel } from '@/lib/places/room-label';
import { labelText } from '@/lib/text/visible-text';
import { CopyText } from './copy-text';
import { DoorcodeDigits } from './doorcode-digits';
import { DoorcodePicture, pictureAddress } from './doorcode-picture';
import { DoorcodeState } from './doorcode-state';
import { useMadeBy } from './made-by';
import { useWindowWords } from './use-window-words';

/** A doorcode to hand over: picture, digits, what it opens and when. Only this is printed. */
export function DoorcodeTicket({
  row,
  showsRoom = true,
  onRevoke,
}: {
  row: DoorcodeRow;
  /** True if the code is only for the room that it was made for. */
  showsRoom?: boolean;
  /** Opens the dialog in the parent, because the ticket disappears with the code. */
  onRevoke?: (() => void) | undefined;
}) {
  const t = useTranslations('doorcodes');
  const madeBy = useMadeBy();
  const common = useTranslations('common');
  const rooms = useTranslations('common.roomLabel');
  const words = useWindowWords();
  const name = row.name.trim() || t('unnamed');
  const type = words.type(row.validType, 'text');
  return (
    <article
      data-panel
      aria-label={labelText(name)}
      className="flex flex-wrap gap-6 rounded-lg border border-line bg-surface p-5 max-sm:justify-center"
    >
      {row.digits === null ? null : <DoorcodePicture id={row.id} name={name} />}
      <div className="min-w-60 flex-1">
        <div className="mb-1 flex flex-wrap items-center gap-2">
          <h2 className="break-words text-lg">
            <SafeText>{name}</SafeText>
          </h2>
          <span data-chrome>
            <DoorcodeState row={row} />
          </span>
        </div>
        <div className="mb-3">
          <span className="sr-only">{t('ticket.digits') + common('colon')}</span>
          <DoorcodeDigits row={row} size="large" />
        </div>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <Fact term={t('ticket.opens')}>
            <SafeText>{words.locks(row.locks)}</SafeText>
          </Fact>
          <Fact term={t('ticket.where')}>
            <SafeText>{row.building}</SafeText>
            {showsRoom ? (
              <span>
                <span>{' · '}</span>
                <SafeText>{roomLabel(rooms, row.unit)}</SafeText>
              </span>
            ) : null}
            {
              // A default name repeats the locks, and a device id says nothing to a visitor.
              row.givenDoor === null ? null : (
                <>
                  <span>{' · '}</span>
                  <SafeText>{row.givenDoor}</SafeText>
                </>
              )
            }
          </Fact>
          <Fact term={t('ticket.when')}>
            <span className="tabular">{words.windowInZone(row)}</span>
          </Fact>
        </dl>
        {row.state === 'unreadable' || row.state === 'lengthless' ? (
          <p className="mt-3 text-sm text-warn">{t(`unclear.${row.state}`)}</p>
        ) : null}
        {type ? (
          <p data-chrome className="mt-3 text-sm text-warn">
            {type}
          </p>
        ) : null}
        <p className="mt-3 text-muted text-sm">{t('ticket.how')}</p>
        <div data-chrome>
          {row.madeBy === null ? (
            <p className="text-muted text-sm">{madeBy}</p>
          ) : (
            <Through account={row.madeBy} />
          )}
          {row.cutOff ? <p className="text-sm text-warn">{t(`cutOff.${row.cutOff}`)}</p> : null}
        </div>
        <TicketButtons row={row}>
          {onRevoke && row.state !== 'expired' ? (
            <Button size="small" tone="quiet" icon={Ban} className="text-bad" onClick={onRevoke}>
              {t('revoke')}
            </Button>
          ) : null}
        </TicketButtons>
      </div>
    </article>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

/** Prints the ticket of this button. The page may have more. */
function printOnly(button: HTMLElement): void {
  const ticket = button.closest<HTMLElement>('article');
  const page = document.documentElement;
  if (ticket) ticket.dataset.printed = '';
  page.dataset.printOne = '';
  const restore = () => {
    delete ticket?.dataset.printed;
    delete page.dataset.printOne;
  };
  window.addEventListener('afterprint', restore, { once: true });
  window.print();
}

function TicketButtons({ row, children }: { row: DoorcodeRow; children: ReactNode }) {
  const t = useTranslations('doorcodes.ticket');
  const common = useTranslations('common');

  return (
    <div data-chrome className="mt-4 flex flex-wrap gap-2">
      {row.digits === null ? null : (
        <>
          <CopyText ids={[row.id]} label={t('copyAll')} copied={common('copied')} />
          <a
            href={pictureAddress(row.id)}
            // The server's header names the file after the code.
            download
            className={buttonClasses({ size: 'small' })}
          >
            <Download aria-hidden className="size-4 shrink-0" />
            <span>{t('download')}</span>
          </a>
        </>
      )}
      <Button size="small" icon={Printer} onClick={({ currentTarget }) => printOnly(currentTarget)}>
        {t('print')}
      </Button>
      {children}
    </div>
  );
}
