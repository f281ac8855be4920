'use client';

import './globals.css';

/** When even the layout fails there are no words to look up and no language known: both, then. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto grid max-w-md gap-3 px-6 py-24 text-center">
          <h1 className="text-lg">Doordesk could not be shown</h1>
          <p>Something went wrong on our side. Nothing was changed by it.</p>
          <p lang="zh-CN">无法显示 Doordesk。我们这边出了问题，没有任何内容因此被更改。</p>
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
