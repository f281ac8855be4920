import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./lib/i18n/request.ts');

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Every browser gets the title with the page. Streamed later, it is missing for a moment, at each refresh too.
  htmlLimitedBots: /.*/,
  // Messages reach the formatter compiled (lib/i18n/compiled-messages.ts), so the version without a parser is enough.
  // Ours also marks hidden characters.
  turbopack: {
    resolveAlias: {
      'use-intl/format-message': './lib/i18n/format-message.ts',
    },
  },
  rewrites: async () =>
    ['/.well-known/security.txt', '/security.txt'].map((source) => ({
      source,
      destination: '/api/security',
    })),
  // Security: the image optimizer would fetch for anyone. Vendor pictures use our own checked route.
  images: { unoptimized: true },
  // The development server would print every action's arguments, including passwords.
  logging: { serverFunctions: false },
  experimental: {
    // A profile picture of 5 MB and its form. The default of 1 MB would fail without a message.
    serverActions: { bodySizeLimit: '6mb' },
    // Loading all pages at the start takes 20 MB of memory, also for pages that no one opens.
    preloadEntriesOnStart: false,
  },
  serverExternalPackages: [
    'pg',
    'pg-boss',
    'pino',
    'prom-client',
    'sharp',
    'undici',
    'qrcode',
    '@node-rs/argon2',
    '@zxcvbn-ts/core',
    '@zxcvbn-ts/language-common',
  ],
  // `npm test` checks the types, also of tests. A build would need development packages for it, and delay `npm run
  // demo`.
  typescript: { ignoreBuildErrors: true },
};

export default withNextIntl(config);
