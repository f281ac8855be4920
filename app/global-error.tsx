'use client';

import { useEffect, useState } from 'react';
import { takeKept } from '@/components/shell/kept-typing';
import type { KeptField } from '@/components/shell/stored-typing';
import './globals.css';

/** When even the layout fails, no texts and no language are available, so both languages are shown. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const [kept, setKept] = useState<KeptField[]>([]);
  useEffect(() => setKept(takeKept().filter(({ words }) => words !== '')), []);
  return (
    <html lang="en">
      <body>
        <main className="mx-auto grid max-w-md gap-3 px-6 py-24 text-center">
          <h1 className="text-lg">Doordesk could not be shown</h1>
          <p>
            Something went wrong on our side. If you had just sent something, check whether it was done before
            you send it again.
          </p>
          <p lang="zh-CN">
            无法显示
            Doordesk。我们这边出了问题。如果您刚刚提交过内容，目前不知道是否已执行：再次提交前请先查看。
          </p>
          {kept.length > 0 ? (
            <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-left">
              {kept.map(({ key, label, words }) => (
                <div key={key} className="contents">
                  <dt className="text-muted">{label}</dt>
                  <dd className="min-w-0 select-all whitespace-pre-wrap break-words">{words}</dd>
                </div>
              ))}
            </dl>
          ) : null}
          <p>
            <button
              type="button"
              className="min-h-8 rounded-md bg-accent px-3 font-medium text-on-accent pointer-coarse:min-h-11"
              onClick={() => window.location.reload()}
            >
              Reload · <span lang="zh-CN">重新加载</span>
            </button>
          </p>
          {error.digest ? <p className="text-faint text-xs">{error.digest}</p> : null}
        </main>
      </body>
    </html>
  );
}
