import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./lib/i18n/request.ts');

/** @type {import('next').NextConfig} */
const config = {
  reactCompiler: true,
  poweredByHeader: false,
  // The image optimizer fetches on behalf of strangers; vendor pictures go through our own checked route instead.
  images: { unoptimized: true },
  // The development server would print every action's arguments, passwords among them.
  logging: { serverFunctions: false },
  serverExternalPackages: ['pg', 'pg-boss', 'pino', 'sharp', 'undici', 'qrcode'],
  // `npm test` checks the types, those of the tests too. A build that did it again would need the packages for
  // development, and keep `npm run demo` waiting.
  typescript: { ignoreBuildErrors: true },
};

export default withNextIntl(config);
