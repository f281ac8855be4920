# Doordesk for a server with its own PostgreSQL (see compose.yaml). Settings come from the environment.
FROM node:24-bookworm-slim AS build
WORKDIR /doordesk
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
WORKDIR /doordesk
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000 DOORDESK_HOST=0.0.0.0 DOORDESK_DATA=/data
COPY --from=build --chown=root:root /doordesk ./
# Doordesk writes only to /data. Next may write its cache.
RUN mkdir -p /data .next/cache && chown node:node /data .next/cache
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD node -e "fetch('http://127.0.0.1:' + process.env.PORT + '/api/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
CMD ["node", "lib/cli/launch.mjs", "start"]
