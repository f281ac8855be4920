import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ClampedTitle } from './clamped-title';
import { Link } from './link';

export type Crumb = { label: ReactNode; href: string };

/** `crumbs` are the pages above this one. */
export function PageHeader({
  title,
  description,
  crumbs = [],
  actions,
}: {
  title: ReactNode;
  description?: ReactNode;
  crumbs?: Crumb[];
  actions?: ReactNode;
}) {
  const t = useTranslations('shell');
  return (
    <header className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-2 max-sm:items-center">
      {/* On a phone the actions are next to the title, and the description is below both. */}
      <div className="min-w-0 flex-1 basis-60 max-sm:contents">
        {crumbs.length > 0 ? (
          <nav aria-label={t('breadcrumbs')} className="mb-1 max-sm:mb-0 max-sm:basis-full">
            <ol className="flex flex-wrap items-center gap-1 text-muted text-sm">
              {crumbs.map((crumb) => (
                <li key={crumb.href} className="flex min-w-0 items-center gap-1">
                  <Link
                    plain
                    href={crumb.href}
                    className="inline-block max-w-60 truncate py-0.5 font-normal text-muted"
                  >
                    {crumb.label}
                  </Link>
                  <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint" />
                </li>
              ))}
              <li aria-current="page" className="sr-only">
                {title}
              </li>
            </ol>
          </nav>
        ) : null}
        {/* Takes the focus that a button of the page before had. */}
        <h1 tabIndex={-1} className="min-w-0 text-xl max-sm:flex-auto tracking-[-0.01em]">
          <ClampedTitle>{title}</ClampedTitle>
        </h1>
        {description ? (
          <p className="mt-1 max-w-3xl text-muted max-sm:order-last max-sm:mt-0 max-sm:basis-full">
            {description}
          </p>
        ) : null}
      </div>
      {actions ? (
        <div data-chrome className="flex flex-wrap items-center gap-2">
          {actions}
        </div>
      ) : null}
    </header>
  );
}
