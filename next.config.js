import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./lib/i18n/request.ts');

/** @type {import('next').NextConfig} */
const config = {
  reactCompiler: true,
  poweredByHeader: false,
  // Messages reach the formatter compiled (lib/i18n/compiled-messages.ts), so that the one without a parser will do.
  turbopack: {
    resolveAlias: {
      'use-intl/format-message': 'use-intl/format-message/format-only',
    },
  },
  // The image optimizer fetches on behalf of strangers; vendor pictures go through our own checked route instead.
  images: { unoptimized: true },
  // The development server would print every action's arguments, passwords among them.
  logging: { serverFunctions: false },
  // A profile picture of 5 MB and the form around it; the default of 1 MB would cut it off without words.
  experimental: { serverActions: { bodySizeLimit: '6mb' } },
  serverExternalPackages: ['pg', 'pg-boss', 'pino', 'sharp', 'undici', 'qrcode'],
  // `npm test` checks the types, those of the tests too. A build that did it again would need the packages for
  // development, and keep `npm run demo` waiting.
  typescript: { ignoreBuildErrors: true },
};

export default withNextIntl(config);
