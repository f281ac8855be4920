import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { headers } from 'next/headers';
import { getLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { RootMessages } from '@/lib/i18n/client-messages';
import { readPreferences } from '@/lib/i18n/preferences/data';
import '@fontsource-variable/inter/index.css';
import './globals.css';

// next/font preloads the Latin part, with a fallback of the same size, so nothing moves when it arrives. The
// package's style sheet loads other scripts when a page uses them.
const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-inter',
});

export const metadata: Metadata = {
  title: { default: 'Doordesk', template: '%s · Doordesk' },
  // Installable, but without a service worker: a page is never kept on a device.
  manifest: '/manifest.webmanifest',
  // No page is for search engines.
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafafb' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1013' },
  ],
};

const tags = { en: 'en', zh: 'zh-CN' } as const;

/**
 * Makes every page dynamic. A page rendered at build time would have no nonce, and the strict policy would block its
 * scripts.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, { theme }, given] = await Promise.all([getLocale(), readPreferences(), headers()]);
  const nonce = given.get('x-nonce');
  return (
    <html lang={tags[locale]} className={`${inter.variable} ${theme === 'system' ? '' : theme}`}>
      <head>{nonce ? <meta property="csp-nonce" nonce={nonce} content={nonce} /> : null}</head>
      <body>
        <RootMessages>{children}</RootMessages>
      </body>
    </html>
  );
}
