import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { cookieOf } from '../../auth/request';
import type { ErrorCode } from '../../errors';
import { chooseLocale } from '../../i18n/choose-locale';
import { outage as en } from '../../i18n/messages/en/outage';
import { outage as zh } from '../../i18n/messages/zh/outage';
import { type Locale, preferenceCookies } from '../../i18n/preferences/names';

const words = { en, zh } satisfies Record<Locale, typeof en>;
const tags = { en: 'en', zh: 'zh-Hans' } satisfies Record<Locale, string>;

export type Notice = {
  about: Exclude<keyof typeof en, 'again'>;
  status: 400 | 401 | 403 | 405 | 409 | 413 | 503;
  code: ErrorCode;
  address?: string;
};

const retrySeconds = 5;

const style = `
:root { color-scheme: light dark; }
:root.light { color-scheme: light; }
:root.dark { color-scheme: dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 14px/1.5 system-ui, sans-serif;
  background: light-dark(oklch(0.985 0.002 265), oklch(0.17 0.006 265));
  color: light-dark(oklch(0.225 0.012 265), oklch(0.955 0.003 265)); }
main { max-width: 28rem; padding: 3rem 1.5rem; text-align: center; }
h1 { font-size: 18px; line-height: 1.35; margin: 0 0 .5rem; text-wrap: balance; }
p { margin: 0 0 1.25rem; color: light-dark(oklch(0.455 0.014 265), oklch(0.745 0.01 265)); overflow-wrap: anywhere; }
a { display: inline-block; padding: .5rem 1rem; border-radius: 8px; text-decoration: none; font-weight: 500;
  background: light-dark(oklch(0.505 0.19 266), oklch(0.55 0.185 267)); color: oklch(0.995 0 0); }
a:focus-visible { outline: 2px solid; outline-offset: 2px; }`;

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A browser gets a page, a program JSON, a server action the text that `lib/http/call-action.ts` reads. */
export function sendNotice(request: IncomingMessage, response: ServerResponse, notice: Notice): void {
  const { headers, method = 'GET' } = request;
  const cookie = headers.cookie ?? '';
  const locale = chooseLocale(cookieOf(cookie, preferenceCookies.locale), headers['accept-language'] ?? null);
  const said = words[locale][notice.about];
  const text = said.text.replace('{address}', notice.address ?? '');
  const plain = locale === 'zh' ? `${said.title}。${text}` : `${said.title}. ${text}`;
  const isRead = method === 'GET' || method === 'HEAD';

  response.statusCode = notice.status;
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Vary', 'Accept-Language, Cookie');
  if (notice.status === 503) response.setHeader('Retry-After', String(retrySeconds));
  if (headers['next-action'] !== undefined) {
    // Next's code in the browser passes on text of exactly this type.
    response.setHeader('Content-Type', 'text/plain');
    response.end(`[${[notice.code, notice.address].filter(Boolean).join(' ')}] ${plain}`);
  } else if (request.url?.startsWith('/api/')) {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ error: notice.code, message: plain }));
  } else {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Language', tags[locale]);
    response.setHeader('Content-Security-Policy', policy);
    response.end(
      page({
        locale,
        theme: cookieOf(cookie, preferenceCookies.theme),
        title: said.title,
        text,
        link: notice.address ?? (isRead ? (request.url ?? '/') : '/'),
        linkText: notice.address ?? words[locale].again,
        // A change is not sent again by itself.
        repeats: isRead && notice.status === 503,
      }),
    );
  }
}

type Page = {
  locale: Locale;
  theme: string | undefined;
  title: string;
  text: string;
  link: string;
  linkText: string;
  repeats: boolean;
};

function page({ locale, theme, title, text, link, linkText, repeats }: Page): string {
  const chosen = theme === 'light' || theme === 'dark' ? ` class="${theme}"` : '';
  const refresh = repeats ? `<meta http-equiv="refresh" content="${retrySeconds}">` : '';
  return `<!doctype html>
<html lang="${tags[locale]}"${chosen}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}<title>${escapeHtml(title)} · Doordesk</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p><a href="${escapeHtml(link)}">${escapeHtml(linkText)}</a></main></body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
